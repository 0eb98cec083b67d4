/** Progress bars of tqdm that reached their end, and those of Lightning, which is drawn once for all epochs. */
import { clockSeconds, counted, linesOf, type Counted, type Reader } from './observation';

interface Bar {
  readonly line: string;
  /** What stands before it: "Epoch 3". */
  readonly label: string;
  readonly total: number;
  readonly seconds: number;
  /** Behind the rate: `v_num=0, train_loss=0.31`. */
  readonly postfix: string;
}

/** `Epoch 1: 100%|██████████| 339/339 [00:12<00:00, 27.1it/s, loss=0.3]`; bars of bytes or of files have other units. */
const BAR =
  /^(.*?):? *100%\|[^|]*\| (\d+)\/(\d+) \[([\d:]+)<00:00, *([\d.]+) ?(it\/s|s\/it|batch\/s|s\/batch|step\/s|epoch\/s|s\/epoch)(.*)\]/;
/** Work around a run, or its evaluation. */
const OTHER =
  /^(map|filter|cast|flatten|tokeni[sz]|download|generat|creat|load|fetch|saving|save|extract|upload|eval|valid|val\b|test|predict|infer|sanity|computing|batches|preprocess|convert|reading|packing|adding|truncat|applying)/i;

export const readProgressBars: Reader = (outputs) => {
  const bars = linesOf(outputs).flatMap(barOf);
  const lightning = bars.filter(({ postfix }) => /\bv_num=/.test(postfix));
  if (lightning.length > 0) return ofLightning(lightning);
  return ofGroups(bars.filter(({ label }) => !OTHER.test(label.trim())));
};

function barOf(line: string): Bar[] {
  const match = BAR.exec(line);
  if (!match || match[2] !== match[3]) return [];
  const [, label = '', , total = '', clock = '', rate = '', unit = '', postfix = ''] = match;
  // The clock counts whole seconds; of a short bar the rate says more.
  const byRate = unit.startsWith('s/') ? Number(total) * Number(rate) : Number(total) / Number(rate);
  return [
    {
      line: match[0].replace(/(.)\1{9,}/gu, (run) => run.slice(0, 10)),
      label,
      total: Number(total),
      seconds: clockSeconds(clock) || (Number.isFinite(byRate) ? byRate : 0),
      postfix,
    },
  ];
}

/** The last state shows the last epoch, counted from 0; the ones before were as long. */
function ofLightning(bars: readonly Bar[]): Counted[] {
  const last = bars.at(-1);
  const number = /^Epoch (\d+)$/.exec(last?.label.trim() ?? '')?.[1];
  if (!last || number === undefined) return [];
  const epochs = Number(number) + 1;
  return [
    counted('seconds', epochs * last.seconds, 'lightning', last.line),
    counted('steps', epochs * last.total, 'lightning', last.line),
  ];
}

/** Bars of one length belong together; of nested bars the outer ones hold the inner ones, so the longest group says it all. */
function ofGroups(bars: readonly Bar[]): Counted[] {
  const groups = new Map<number, Bar[]>();
  for (const bar of bars) groups.set(bar.total, [...(groups.get(bar.total) ?? []), bar]);
  const sums = [...groups.values()].map((group) => ({
    line: group.at(-1)?.line ?? '',
    seconds: group.reduce((sum, { seconds }) => sum + seconds, 0),
  }));
  const longest = sums.sort((a, b) => b.seconds - a.seconds)[0];
  return longest ? [counted('seconds', longest.seconds, 'tqdm', longest.line)] : [];
}
