/** `mail` and what of the target file leads to a mail. */
import type { FaultCollector } from "../faults.ts";
import type { Target } from "../model/index.ts";
import { templatePaths } from "../template.ts";
import { followsMail, waitsForMail } from "../steps/index.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { scalars } from "../yaml/tree.ts";

export function checkMail(document: YamlDocument, target: Target, faults: FaultCollector): void {
  const { mail, drive, start, container } = target;
  const tell = (path: readonly string[], message: string, hint: string): void =>
    faults.add(document.fault(document.keyPlace(path), message, hint));
  if (document.lostPaths.some(([key]) => key === "mail" || key === "drive")) return;
  const led = Object.entries(drive).find(([name, actions]) => actions !== "none" && waitsForMail(name));
  const follows = Object.entries(drive).find(([name, actions]) => actions !== "none" && followsMail(name));
  if (led !== undefined && mail === undefined)
    tell(
      ["drive", led[0]],
      `\`${led[0]}\` leads to a mail, and nobody reads it`,
      "Say where the SP's mail goes: `mail: { smtp: free }`, or `mail: { http: GET /dev/mail?to={{email}} }`.",
    );
  if (led === undefined && follows !== undefined)
    tell(
      ["drive", follows[0]],
      `\`${follows[0]}\` follows the link of a mail, and nothing asks for one`,
      "Write `forgot_password` beside it: how a person asks the SP for a new password.",
    );
  if (mail?.kind === "http" && !templatePaths(mail.request.target).includes("email"))
    faults.add(
      document.fault(
        document.place(["mail", "http"]),
        "it answers the mail of everybody: whose is whose could not be told",
        "Ask for the mail to one address: `GET /dev/mail?to={{email}}`.",
      ),
    );
  if (mail?.kind !== "smtp") return;
  if (container !== undefined)
    tell(
      ["mail"],
      "the SP runs in a container, which the kit's SMTP server does not listen for",
      "Have a mail catcher among the container's services, and read it: `mail: { http: ... }`.",
    );
  else if (mail.listen === undefined && start !== undefined && !namesMail(document))
    tell(
      ["mail"],
      "nothing tells the SP where its mail goes",
      "Give it `{{mail.url}}` (smtp://127.0.0.1:PORT), or `{{mail.host}}` and `{{mail.port}}`, in `start: { env: ... }`.",
    );
  else if (mail.listen === undefined && start === undefined)
    tell(
      ["mail", "smtp"],
      "the kit does not start this SP, so nobody can tell it a free port",
      "Write the port that the SP sends its mail to: `mail: { smtp: 127.0.0.1:2525 }`.",
    );
}

function namesMail(document: YamlDocument): boolean {
  return [...scalars(document.root)].some(
    ({ node }) => typeof node.value === "string" && templatePaths(node.value).some((path) => path.startsWith("mail.")),
  );
}
