import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Browser, Page } from "../../harness/agent/port.ts";
import { deliver, heldBack, openBrowser, type Message } from "./support/kit.ts";
import { startReferenceSp, type ReferenceSp } from "./support/reference-sp.ts";
import { startSamlIdp, type SamlIdp } from "./support/saml-idp.ts";
import { TearDown } from "./support/tear-down.ts";

/**
 * The reference SP signs people in through an IdP that nobody here wrote, so that our own mock is not its only
 * witness. What saml-idp and our mock share is samlp, which builds the XML of both.
 */
const ENTITY_ID = "urn:witness:saml-idp";
const AUDIENCE = "urn:witness:sp";
const PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";

const suite = new TearDown();
const each = new TearDown();
afterAll(() => suite.end());
afterEach(() => each.end());

let sp: ReferenceSp;
let idp: SamlIdp;
/** The same entityID under another key. */
let impostor: SamlIdp;

beforeAll(async () => {
  // saml-idp is started first, since the SP's file names its metadata; the ACS comes with each request.
  const options = { entityId: ENTITY_ID, acs: "http://localhost:9/acs", audience: AUDIENCE };
  [idp, impostor] = await Promise.all([startSamlIdp(suite, options), startSamlIdp(suite, options)]);
  sp = await startReferenceSp(suite, async () => ({
    oidc_attributes: {},
    saml_attributes: {
      email: "email",
      given_name: "firstName",
      family_name: "lastName",
      name: "displayName",
      groups: "groups",
    },
    roles: { engineering: "member", admins: "admin" },
    default_role: "guest",
    organizations: {
      witness: {
        domains: ["witness.test"],
        connections: {
          "witness-saml": {
            protocol: "saml",
            metadata_url: idp.metadataUrl,
            entity_id: ENTITY_ID,
            sp_entity_id: AUDIENCE,
          },
        },
      },
    },
  }));
});

/** A person as the fields of saml-idp's form. */
interface Person {
  readonly userName: string;
  readonly email: string;
}

let people = 0;

function newPerson(): Person {
  const userName = `person-${++people}`;
  return { userName, email: `${userName}@witness.test` };
}

function fieldsOf(person: Person): Readonly<Record<string, string>> {
  const names = { firstName: "Ada", lastName: "Tester", displayName: "Ada Tester" };
  return { ...person, ...names, nameIdFormat: PERSISTENT, groups: "engineering,admins" };
}

async function atTheIdp(): Promise<Browser> {
  const browser = openBrowser(each);
  await browser.open(`${sp.origin}/auth/witness-saml`);
  return browser;
}

async function signIn(person: Person): Promise<{ readonly browser: Browser; readonly page: Page | null }> {
  const browser = await atTheIdp();
  return { browser, page: await browser.submit("form.form-profile", fieldsOf(person)) };
}

/** The Response for this person, not delivered yet. The request travels in a hidden field of the form. */
async function responseFor(browser: Browser, person: Person, from: SamlIdp = idp): Promise<Message> {
  const request = browser.page?.forms.flatMap(({ fields }) => fields).find(({ name }) => name === "_authnRequest");
  if (request === undefined) throw new Error(`no request at ${browser.page?.url}: ${browser.page?.text}`);
  return await heldBack(`${from.origin}/signin`, { ...fieldsOf(person), _authnRequest: request.value });
}

async function accountsOf({ userName }: Person) {
  const accounts = await sp.accounts();
  return accounts.filter(({ identities }) => identities.some(({ subject }) => subject === userName));
}

describe.each([true, false])("saml-idp, which signs the Assertion (the Response too: %s)", (signResponse) => {
  beforeAll(async () => {
    await idp.signResponse(signResponse);
    await impostor.signResponse(signResponse);
  });

  test("a first sign-in creates one account, and a second one none", async () => {
    const ada = newPerson();
    const before = await sp.accounts();
    const first = await signIn(ada);
    const [account, ...others] = await accountsOf(ada);
    expect(account, first.page?.text).toMatchObject({
      email: ada.email,
      given_name: "Ada",
      family_name: "Tester",
      name: "Ada Tester",
      identities: [{ issuer: ENTITY_ID, subject: ada.userName, connection: "witness-saml" }],
    });
    expect(account?.roles.toSorted()).toEqual(["admin", "member"]);
    expect(others).toEqual([]);
    expect(await sp.session(first.browser)).toBe(account?.id);

    const second = await signIn(ada);
    expect(await sp.session(second.browser)).toBe(account?.id);
    expect(await sp.accounts()).toHaveLength(before.length + 1);
  });

  test("a changed email keeps the account", async () => {
    const ada = newPerson();
    const { browser } = await signIn(ada);
    const account = await sp.session(browser);
    expect(account).not.toBeNull();
    const before = await sp.accounts();
    const email = `king.${ada.email}`;
    const changed = await signIn({ ...ada, email });
    expect(await sp.session(changed.browser)).toBe(account);
    expect(await accountsOf(ada)).toMatchObject([{ id: account, email }]);
    expect(await sp.accounts()).toHaveLength(before.length);
  });

  test.each([
    ["altered after signing", (message: Message) => message.xml.replace("@witness.test<", "@evil.test<")],
    ["renamed after signing", (message: Message) => message.xml.replaceAll(/>person-\d+</g, ">person-0<")],
    ["stripped of its signatures", (message: Message) => message.xml.replaceAll(/<Signature .*?<\/Signature>/gs, "")],
  ])("a Response that was %s is refused", async (_title, alter) => {
    const ada = newPerson();
    const browser = await atTheIdp();
    const message = await responseFor(browser, ada);
    expect(message.xml.match(/<Signature /g)).toHaveLength(signResponse ? 2 : 1);
    const altered = alter(message);
    expect(altered).not.toBe(message.xml);
    await expectRefused(browser, { ...message, xml: altered });
    await expectAccepted(ada);
  });

  test("a Response under another certificate is refused", async () => {
    const ada = newPerson();
    const browser = await atTheIdp();
    await expectRefused(browser, await responseFor(browser, ada, impostor));
    await expectAccepted(ada);
  });
});

async function expectRefused(browser: Browser, message: Message): Promise<void> {
  const before = await sp.accounts();
  expect((await deliver(browser, message)).text).toContain("could not be verified");
  expect(await sp.session(browser)).toBeNull();
  expect(await sp.accounts()).toEqual(before);
}

/** The control: the same way, nothing changed. */
async function expectAccepted(person: Person): Promise<void> {
  const browser = await atTheIdp();
  const page = await deliver(browser, await responseFor(browser, person));
  expect(await accountsOf(person), page.text).toHaveLength(1);
  expect(await sp.session(browser)).not.toBeNull();
}
