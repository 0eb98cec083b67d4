/** Kills ten thousand writers of one history (or as many as the first argument says) and prints what was lost. */
import { killWriters } from '../unit/host/history-kills';

const kills = Number(process.argv[2] ?? 10_000);

void killWriters(kills, 8).then(({ acknowledged, lost, torn, reported }) => {
  console.log(
    `${kills} kills, ${torn} torn lines left behind: ${acknowledged} lines reported as written, ${lost.length} of them lost`,
  );
  console.log(`${reported} lines skipped by the reader`);
  if (lost.length > 0) process.exitCode = 1;
});
