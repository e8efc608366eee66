import type { Defect } from "../defect.ts";

export const resetReactivates: Defect = {
  id: "reset-reactivates",
  description: "Makes the account active with its new password, as for those who were locked out after wrong ones.",
  spoil: (workings) => ({
    ...workings,
    reset: {
      ...workings.reset,
      offered: ({ hasPassword }) => hasPassword,
      set: (store, account, hash) => {
        workings.reset.set(store, account, hash);
        store.setStatus(account, "active");
      },
    },
  }),
};
