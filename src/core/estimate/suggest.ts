/** The closest names for a text that names no known hardware or region, to be offered, never taken. */
import { nearestRegions, regionNamed } from '../../data/regions';
import { isHardware, parseHardware } from './hardware';

export interface Unknown {
  readonly message: string;
  /** Best first; `value` is what a setting would hold. */
  readonly suggestions: readonly { readonly label: string; readonly value: string }[];
}

/** Null when the text is understood. */
export function whyUnknownHardware(text: string): Unknown | null {
  const parsed = parseHardware(text);
  if (isHardware(parsed)) return null;
  const count = /^\s*0*([1-9]\d{0,5})\s*[x×*]/i.exec(text)?.[1];
  const counted = (name: string) => (count === undefined || /^\d|\./.test(name) ? name : `${count}x ${name}`);
  const named = parsed.suggestions.map(counted);
  return { message: parsed.message, suggestions: named.map((name) => ({ label: name, value: name })) };
}

export function whyUnknownRegion(text: string): Unknown | null {
  if (regionNamed(text) !== undefined) return null;
  const suggestions = nearestRegions(text).map((label) => ({ label, value: label.replace(/ \(.*$/, '') }));
  return { message: `unknown region '${text.trim().slice(0, 60)}'`, suggestions };
}
