import { describe, expect, test } from "vitest";
import {
  MAX_PAD,
  TemplateError,
  lookupIn,
  render,
  renderLoose,
  renderText,
  templatePaths,
} from "../../harness/scenario/template.ts";

const lookup = lookupIn({
  ns: "k3x9q2ab",
  ada: { email: "ada@acme.test", groups: ["a", "b"], nothing: null, age: 36 },
  "connections.a.issuer": "http://127.0.0.1/a",
  trick: "{{ns}}",
});

describe("templates", () => {
  test("a whole template renders to any value, one in a text to a text", () => {
    expect(render("{{ada.groups}}", lookup)).toEqual(["a", "b"]);
    expect(render("{{ ada.age }}", lookup)).toBe(36);
    expect(render("{{ada.nothing}}", lookup)).toBeNull();
    expect(render({ a: ["x-{{ns}}", { b: "{{ada.age}} years" }], c: 1 }, lookup)).toEqual({
      a: ["x-k3x9q2ab", { b: "36 years" }],
      c: 1,
    });
    expect(renderText("{{connections.a.issuer}}/{{ns}}", lookup)).toBe("http://127.0.0.1/a/k3x9q2ab");
  });

  test("the key of a map is a text, too", () => {
    expect(render({ "{{ns}}": { "of {{ada.email}}": "{{ada.groups}}", "{{ada.age}}": 1 } }, lookup)).toEqual({
      k3x9q2ab: { "of ada@acme.test": ["a", "b"], "36": 1 },
    });
    expect(templatePaths({ "{{ns}}": { "{{a.b}}": 1 } })).toEqual(["ns", "a.b"]);
    expect(renderLoose({ "{{bob.email}}": 1, kept: 2 }, lookup)).toEqual({ kept: 2 });
    expect(() => render({ "{{bob.email}}": 1 }, lookup)).toThrow("{{bob.email}} is not known here");
    expect(() => render({ "{{ada.groups}}": 1 }, lookup)).toThrow("cannot stand inside a text");
    expect(() => render({ k3x9q2ab: 1, "{{ns}}": 2 }, lookup)).toThrow("{{ns}} is the key of two members then");
  });

  test("an unknown path is told", () => {
    expect(() => render({ deep: ["{{bob.email}}"] }, lookup)).toThrow(TemplateError);
    expect(() => renderText("x {{bob.email}}", lookup)).toThrow("{{bob.email}} is not known here");
    try {
      renderText("{{bob.email}}", lookup);
    } catch (error) {
      expect((error as TemplateError).path).toBe("bob.email");
    }
    expect(() => renderText("groups: {{ada.groups}}", lookup)).toThrow("cannot stand inside a text");
  });

  test("renderLoose leaves out what is not given, and only that", () => {
    expect(renderLoose({ email: "{{bob.email}}", name: "{{ada.email}}", list: ["{{bob.email}}", 1] }, lookup)).toEqual({
      name: "ada@acme.test",
      list: [1],
    });
    expect(() => renderLoose({ email: "mailto:{{bob.email}}" }, lookup)).toThrow(TemplateError);
    expect(renderLoose({ email: "{{ada.nothing}}" }, lookup)).toEqual({ email: null });
  });

  test("what a template renders to is not rendered again, and inherited names are unknown", () => {
    expect(render("{{trick}} {{trick}}", lookup)).toBe("{{ns}} {{ns}}");
    expect(() => render("{{constructor.name}}", lookup)).toThrow(TemplateError);
    expect(() => render("{{ada.__proto__.x}}", lookup)).toThrow(TemplateError);
    expect(() => render("{{ada.groups.length}}", lookup)).toThrow(TemplateError);
    expect(render("{{ada.groups.1}}", lookup)).toBe("b");
  });

  test("pad:N is bounded", () => {
    expect(render("{{ns}}-{{pad:4}}", lookup)).toBe("k3x9q2ab-xxxx");
    expect(() => render(`{{pad:${MAX_PAD + 1}}}`, lookup)).toThrow(TemplateError);
  });

  test("every path is found once", () => {
    expect(templatePaths({ a: "{{ns}} {{ ns }}", b: ["{{pad:3}}", { c: "{{a.b}}" }], d: 1, e: null })).toEqual([
      "ns",
      "pad:3",
      "a.b",
    ]);
  });
});
