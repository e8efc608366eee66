/** A people file as somebody writes it, with a hostile person in it. */
export const PEOPLE = `# Ours.
people:
  ada: # the first
    given_name: Ada
    name: Ada Lovelace
    groups: [engineering] # today
  grace:
    given_name: Grace
    family_name: Hopper
    name: Grace Hopper
    groups: [engineering, admins]
  eve:
    given_name: '<img src=x onerror="alert(1)">'
    family_name: "</script><script>alert(2)</script>"
    name: "<b>Eve</b>\\u202e evil"
    note: "javascript:alert(3) <a href=//evil.test>x</a>"
    title: "\${alert(4)}"
`;
