import type { Expectation, ExpectationKind, ExpectationOf } from "../../scenario/model/index.ts";
import { excused } from "../excuse.ts";
import type { Ruling } from "../ruling.ts";
import type { Scene } from "../scene.ts";
import { judgeAccount } from "./account.ts";
import { judgeAccounts } from "./accounts.ts";
import { judgeEndsAt } from "./ends-at.ts";
import { judgeEvents } from "./events.ts";
import { judgeExchange } from "./exchange.ts";
import { judgeFetched } from "./fetched.ts";
import { judgeHolds } from "./holds.ts";
import { judgeInvitations } from "./invitations.ts";
import { judgeMailLeads } from "./mail-leads.ts";
import { judgeMarkup } from "./markup.ts";
import { judgeMessage } from "./message.ts";
import { judgeNeverAt } from "./never-at.ts";
import { judgeOutcome } from "./outcome.ts";
import { judgePush } from "./push.ts";
import { judgeSession } from "./session.ts";
import { judgeStarts } from "./starts.ts";
import { judgeToldAs } from "./told-as.ts";

type Judge<K extends ExpectationKind> = (expectation: ExpectationOf<K>, scene: Scene) => readonly Ruling[];

/** One judge for each kind of expectation: a new kind is a row here and a file beside. */
const JUDGES: { readonly [K in ExpectationKind]: Judge<K> } = {
  outcome: judgeOutcome,
  session: judgeSession,
  accounts: judgeAccounts,
  account: judgeAccount,
  message: judgeMessage,
  told_as: judgeToldAs,
  markup: judgeMarkup,
  mail_leads: judgeMailLeads,
  never_at: judgeNeverAt,
  ends_at: judgeEndsAt,
  exchange: judgeExchange,
  fetched: judgeFetched,
  push: judgePush,
  events: judgeEvents,
  invitations: judgeInvitations,
  starts: judgeStarts,
  holds: judgeHolds,
};

/** One ruling for each thing that the expectation says. */
export function judgeExpectation(expectation: Expectation, scene: Scene): readonly Ruling[] {
  return judged(expectation, scene).map((ruling) => excused(expectation, ruling, scene));
}

function judged<K extends ExpectationKind>(expectation: ExpectationOf<K>, scene: Scene): readonly Ruling[] {
  const judge: Judge<K> = JUDGES[expectation.kind];
  return judge(expectation, scene);
}
