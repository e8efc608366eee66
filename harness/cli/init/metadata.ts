import { pathFrom } from "../../paths.ts";
import { findFile, isFileOfFolder, isFolder, noFile, type Places } from "./files.ts";
import { readAddress, readAddressAt, readText } from "./read.ts";

/** `sp.acme.test:8443/saml` and `localhost/saml`: an address whose scheme was left out. */
const HOST = /^(?:localhost|[\w-]+(?:\.[\w-]+)*:\d{1,5})(?:\/|$)/i;

/** Where an SP's metadata is: a file where one is there, an address, or a path of the SP. Throws Slip. */
export function readMetadata(base: string, places: Places): (answer: string) => string {
  return (answer) => {
    if (readText(answer).includes("{{") || /^https?:\/\//i.test(answer)) return answer;
    const file = findFile(answer, places);
    if (file?.stats.isFile() === true) return file.written;
    if (file !== null) throw isFolder(answer);
    if (answer.startsWith("/") && !isFileOfFolder(pathFrom(places.cwd, answer))) return readAddressAt(base)(answer);
    if (HOST.test(answer)) return readAddress(answer);
    throw noFile(answer, `An address is written whole, such as ${base}/saml/metadata.`);
  };
}
