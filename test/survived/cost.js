// Preloaded into a command whose cost is taken: what it was is written where COST names a file, when it ends.
import { writeFileSync } from "node:fs";

const file = process.env.COST;
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  if (file)
    writeFileSync(file, JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, mebibytes: maxRSS / 1024 }));
});
