import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { selfSigned } from "../../harness/idp/state/certificate.ts";
import { lint, loadAll, loadPeople, loadScenarios, loadTarget } from "../../harness/scenario/index.ts";
import type { SamlConnection } from "../../harness/scenario/model/index.ts";
import { errorOf, faultsOf, inFolder, scenarioText } from "./helpers.ts";

const target = `target: t
base_url: http://localhost:3000
connections:
  c: { protocol: saml, sp_entity_id: urn:t, acs: http://localhost:3000/acs, sign_in: POST /login }
observe: { session: { request: GET /me, map: { account: { selector: "#id" } } }, accounts: { exec: [list], each: $, map: { id: $.id } } }
`;

describe("loading", () => {
  test("folders are searched, packs are their names, other kinds of files are left out", () => {
    const files = {
      "scenarios/a/one.yaml": scenarioText("one"),
      "scenarios/b/c/two.yml": scenarioText("two"),
      "scenarios/people/p.yaml": "people: { grace: { email: g@acme.test } }\n",
      "scenarios/jitterbug.yaml": target,
      "scenarios/notes.txt": "no",
      "scenarios/.hidden/x.yaml": "no",
      "scenarios/node_modules/x.yaml": "no",
    };
    inFolder(files, (root) => {
      const scenarios = loadScenarios(["scenarios", "scenarios/a/one.yaml"], { root });
      expect(scenarios.map(({ id, pack, place }) => [id, pack, place.file])).toEqual([
        ["one", "a", "scenarios/a/one.yaml"],
        ["two", "c", "scenarios/b/c/two.yml"],
      ]);
    });
  });

  test("what is sent to the SP may have members of any name, `auth` too", () => {
    const seeded = `${target}seed: { account: { http: POST /users, json: { email: "{{email}}", auth: { login: "{{email}}" }, drive: "{{ns}}" } } }\n`;
    inFolder({ "jitterbug.yaml": seeded }, (root) => {
      expect(loadTarget(join(root, "jitterbug.yaml"), { root, env: {} }).name).toBe("t");
    });
  });

  test("the faults of all files come together, and nothing is returned", () => {
    const files = {
      "jitterbug.yaml": target.replace("urn:t", "''"),
      "s/a.yaml": scenarioText("a").replace("MUST", "MUSST"),
      "s/b.yaml": scenarioText("b").replace("sign_in: ada", "sign_in: bob"),
    };
    inFolder(files, (root) => {
      const error = errorOf(() =>
        loadAll({ targetFile: join(root, "jitterbug.yaml"), scenarioPaths: ["s"], root, env: {} }),
      );
      expect(error.code).toBe("ERR_YAML");
      expect(error.exitStatus).toBe(2);
      expect(error.message).toBe("3 faults in 3 files");
      expect(error.faults.map(({ place }) => place.file)).toEqual(["jitterbug.yaml", "s/a.yaml", "s/b.yaml"]);
    });
  });

  test("an id is taken once over all files", () => {
    inFolder({ "a.yaml": scenarioText("same"), "b.yaml": scenarioText("same") }, (root) => {
      const faults = faultsOf(() => loadScenarios(["."], { root }));
      expect(faults).toHaveLength(1);
      expect(faults[0]).toMatchObject({
        place: { file: "b.yaml", line: 1, column: 5 },
        message: "the id `same` is taken by a.yaml:1",
      });
    });
  });

  test("a path that is not there is a usage error", () => {
    inFolder({}, (root) => {
      expect(errorOf(() => loadScenarios(["nowhere"], { root })).code).toBe("ERR_USAGE");
      expect(errorOf(() => loadTarget(join(root, "no.yaml"), { env: {} })).code).toBe("ERR_USAGE");
    });
  });

  test("files over 1 MiB and files that are not UTF-8 are refused", () => {
    const files = {
      "big.yaml": `${scenarioText("big")}# ${"x".repeat(1024 * 1024)}\n`,
      "latin.yaml": Buffer.from(scenarioText("latin").replace("A sign-in", "caf\u00e9"), "latin1"),
    };
    inFolder(files, (root) => {
      const faults = faultsOf(() => loadScenarios(["."], { root }));
      expect(faults.map(({ place, message }) => [place.file, message])).toEqual([
        ["big.yaml", "the file is 1.0 MiB large; at most 1 MiB is read"],
        ["latin.yaml", "the file is not UTF-8"],
      ]);
      expect(faults[1]?.place.line).toBe(2);
    });
  });

  test("a file at the very bound is read", () => {
    const text = scenarioText("bound");
    inFolder({ "bound.yaml": `${text}#${"x".repeat(1024 * 1024 - text.length - 1)}` }, (root) => {
      expect(loadScenarios(["."], { root })).toHaveLength(1);
    });
  });

  test("very deep nesting ends in a fault, not in a crash", () => {
    for (const deep of ["[".repeat(500_000), "{a: ".repeat(100_000), "- ".repeat(200_000), "[".repeat(900)]) {
      inFolder({ "deep.yaml": deep }, (root) => {
        expect(faultsOf(() => loadScenarios(["."], { root })).length).toBe(1);
      });
    }
  });
});

describe("include", () => {
  const people =
    "people:\n  grace: { given_name: Grace, title: Engineer, groups: [a] }\n  joan: { without: [email] }\n";
  const including = scenarioText("inc", "include: [../people.yaml]\n").replace(
    "{ people: [ada] }",
    "{ people: { ada: , grace: { title: Chief, without: [groups] }, joan: { email: 'j.{{ns}}@acme.test' } } }",
  );

  test("people of a file are bases of those with the same name", () => {
    inFolder({ "people.yaml": people, "s/inc.yaml": including }, (root) => {
      const [scenario] = loadScenarios(["s"], { root });
      expect(scenario?.given.people).toMatchObject([
        { name: "ada", claims: {}, without: [] },
        { name: "grace", claims: { given_name: "Grace", title: "Chief" }, without: ["groups"] },
        { name: "joan", claims: { email: "j.{{ns}}@acme.test" }, without: [] },
      ]);
    });
  });

  test("a file outside the project is refused, through a symbolic link too", () => {
    inFolder(
      {
        "people.yaml": people,
        "project/s/inc.yaml": including.replace("../people", "../../people"),
        "project/t/inc.yaml": including.replace("id: inc", "id: link"),
      },
      (folder) => {
        const root = join(folder, "project");
        symlinkSync(join(folder, "people.yaml"), join(root, "people.yaml"));
        const messages = faultsOf(() => loadScenarios(["s", "t"], { root })).map(({ message }) => message);
        expect(messages).toEqual([
          "`../../people.yaml` lies outside the project",
          "`../people.yaml` lies outside the project",
        ]);
      },
    );
  });

  test("the faults of an included file are told once", () => {
    inFolder(
      {
        "people.yaml": "people: { grace: { without: email } }\n",
        "s/a.yaml": including,
        "s/b.yaml": including.replace("id: inc", "id: b"),
      },
      (root) => {
        const faults = faultsOf(() => loadScenarios(["s"], { root }));
        expect(faults.map(({ place }) => place.file)).toEqual(["people.yaml"]);
      },
    );
  });

  test("loadPeople reads a people file", () => {
    inFolder({ "people.yaml": people }, (root) => {
      const file = loadPeople(join(root, "people.yaml"), { root });
      expect(file.people.map(({ name, place }) => [name, place.line])).toEqual([
        ["grace", 2],
        ["joan", 3],
      ]);
    });
  });
});

describe("environment", () => {
  const withSecret = (secret: string): string => target.replace("urn:t", () => `"${secret}"`);
  const entity = (secret: string, env: { readonly [name: string]: string }): unknown =>
    inFolder({ "t.yaml": withSecret(secret) }, (root) => loadTarget(join(root, "t.yaml"), { env })).connections[0];

  test("variables and defaults are filled in, and can be escaped", () => {
    expect(entity("${A}-${B:-b}", { A: "a" })).toMatchObject({ sp_entity_id: "a-b" });
    expect(entity("${B:-b}", { B: "c" })).toMatchObject({ sp_entity_id: "c" });
    expect(entity("$${A}", { A: "a" })).toMatchObject({ sp_entity_id: "${A}" });
    expect(entity("${A}", { A: "${B}", B: "b" })).toMatchObject({ sp_entity_id: "${B}" });
  });

  test("what a variable holds never stands in a message", () => {
    const places = [
      "base_url: http://localhost:3000",
      "acs: http://localhost:3000/acs",
      "sign_in: POST /login",
      "request: GET /me",
      "protocol: saml",
    ];
    for (const place of places) {
      const key = place.slice(0, place.indexOf(":"));
      inFolder({ "t.yaml": target.replace(place, () => `${key}: "\${SECRET}"`) }, (root) => {
        const faults = faultsOf(() => loadTarget(join(root, "t.yaml"), { env: { SECRET: "hunter2" } }));
        expect(faults).toHaveLength(1);
        expect(JSON.stringify(faults)).not.toContain("hunter2");
      });
    }
  });
});

describe("what a SAML connection is told of the SP", () => {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = selfSigned({ commonName: "sp", ...keys });
  const saml = (more: string, without = ""): string =>
    target.replace(without, "").replace("sign_in: POST /login", `sign_in: POST /login, ${more}`);
  const connection = (root: string, env: { readonly [name: string]: string } = {}) =>
    loadTarget(join(root, "t.yaml"), { env }).connections[0];

  test("certificates come from a file, from the text itself, from a variable; several may stand in one", () => {
    inFolder(
      { "t.yaml": saml('sp_certificate: "keys/sp.pem", encrypt: "${KEY}"'), "keys/sp.pem": pem + pem },
      (root) => {
        const { sp_certificate, encrypt } = connection(root, { KEY: pem }) as SamlConnection;
        expect(sp_certificate?.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
        expect(new X509Certificate(String(encrypt)).subject).toBe("CN=sp");
      },
    );
  });

  test("with the metadata named, nothing else need be; its templates stay for whoever knows the port", () => {
    const both = saml('sp_metadata: "{{base_url}}/metadata"', "sp_entity_id: urn:t, acs: http://localhost:3000/acs, ");
    inFolder({ "t.yaml": both }, (root) => {
      expect(connection(root)).toMatchObject({
        acs: [],
        sp_metadata: { from: "{{base_url}}/metadata", place: { line: 4 } },
      });
      expect(connection(root)).not.toHaveProperty("sp_entity_id");
    });
  });

  test.each(["true", "false"])("encrypt: %s", (word) => {
    inFolder({ "t.yaml": saml(`sp_certificate: sp.pem, encrypt: ${word}`), "sp.pem": pem }, (root) => {
      expect((connection(root) as SamlConnection).encrypt).toBe(word === "true" ? true : undefined);
    });
  });

  test.each(["sp_certificate", "encrypt", "sp_metadata"])(
    "%s: what a variable holds never stands in a message",
    (key) => {
      inFolder({ "t.yaml": saml(`${key}: "\${SECRET}"`) }, (root) => {
        for (const SECRET of ["hunter2", "ftp://hunter2", "hunter2\u0000"]) {
          const faults = faultsOf(() => connection(root, { SECRET }));
          expect(faults).toHaveLength(1);
          expect(JSON.stringify(faults)).not.toContain("hunter2");
        }
      });
    },
  );
});

describe("targets", () => {
  test("a target without organizations has one, named default", () => {
    inFolder({ "t.yaml": target, "d.yaml": `email_domain: corp.test\n${target}` }, (root) => {
      const plain = loadTarget(join(root, "t.yaml"), { env: {} });
      expect(plain.organizations).toMatchObject([
        { name: "default", verified_domains: ["jitterbug.test"], policy: {} },
      ]);
      expect(plain.connections[0]).toMatchObject({
        organization: "default",
        sign_in: [{ kind: "request", request: { method: "POST", target: "/login" }, headers: {} }],
      });
      expect(plain.observe).toMatchObject({
        session: { account: { selector: "#id" } },
        accounts: [{ kind: "exec", command: ["list"] }],
        settle: 0,
      });
      expect(loadTarget(join(root, "d.yaml"), { env: {} }).organizations[0]?.verified_domains).toEqual(["corp.test"]);
    });
  });
});

describe("lint", () => {
  const options = (root: string, targetFile?: string) => ({
    ...(targetFile === undefined ? {} : { targetFile }),
    scenarioPaths: ["s"],
    root,
    env: {},
  });

  test("only a scenario of the kit's own must be proven, and say what to do", () => {
    const bare = scenarioText("a").replace(/^(?:killed_by|explain).*\n/gm, "");
    inFolder({ "s/a.yaml": bare }, (root) => {
      expect(loadScenarios(["s"], { root })).toHaveLength(1);
      expect(lint(options(root))).toEqual([]);
      const faults = lint({ ...options(root), known: { shipped: (file) => file === join(root, "s/a.yaml") } });
      expect(faults.map(({ message }) => message)).toEqual([
        "`a` is unproven: no defect is known to fail it",
        "`a` does not say what to do about it",
      ]);
    });
  });

  test("a tamper is one that there is, also in a table", () => {
    const tampered = (name: string) =>
      scenarioText("a", "each: { t: [nothing, blank-subjet] }\n").replace(
        "sign_in: ada",
        `sign_in: ada, tamper: ${name}`,
      );
    const told = (root: string) =>
      lint(options(root)).map(({ message, hint, place }) => [message, hint, place.line, place.column]);
    const hint = "Did you mean `blank-subject`?";
    inFolder({ "s/a.yaml": tampered('"{{t}}"') }, (root) => {
      expect(told(root)).toEqual([["no tamper is named `blank-subjet`", hint, 10, 22]]);
    });
    inFolder({ "s/a.yaml": tampered("{ blank-subjct: {} }") }, (root) => {
      expect(told(root)).toEqual([["no tamper is named `blank-subjct`", hint, 7, 31]]);
    });
    inFolder({ "s/a.yaml": tampered("nothing") }, (root) => expect(told(root)).toEqual([]));
  });

  test("a defect must be one of the target's, where it has any", () => {
    const withDefects = `${target}defects: { env: DEFECT, ids: [some-defects] }\n`;
    inFolder({ "s/a.yaml": scenarioText("a"), "plain.yaml": target, "defects.yaml": withDefects }, (root) => {
      expect(lint(options(root, join(root, "plain.yaml")))).toEqual([]);
      const [fault, ...more] = lint(options(root, join(root, "defects.yaml")));
      expect(more).toEqual([]);
      expect(fault).toMatchObject({
        message: "no defect is named `some-defect`",
        hint: "Did you mean `some-defects`?",
        place: { line: 9, column: 13 },
      });
    });
  });
});

test("a link to a folder is not followed, so that a loop of links ends", () => {
  inFolder({ "s/a.yaml": scenarioText("a") }, (root) => {
    mkdirSync(join(root, "s/deep"));
    writeFileSync(join(root, "s/deep/b.yaml"), scenarioText("b"));
    symlinkSync(join(root, "s"), join(root, "s/deep/loop"));
    expect(loadScenarios(["s"], { root }).map(({ id }) => id)).toEqual(["a", "b"]);
  });
});
