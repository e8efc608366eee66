/** What XML 1.0 section 2.2 admits, without the controls that it discourages; anything else is replaced. */
// oxlint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu;

/** Text that may stand in an XML document, once its markup characters are escaped by the serializer. */
export function xmlText(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(NOT_XML, "\ufffd");
}
