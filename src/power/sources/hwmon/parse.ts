/** Which power channels of ARM boards, ARM servers and NVIDIA Grace are the processor, and which are parts of others. */
import type { PowerScope } from '../../types';

export interface Channel {
  /** The chip: `power_meter`, `scmi_sensors`, `ina226`. */
  readonly chip: string;
  /** What the firmware or the board's description calls it: "Grace Power Socket 0", "POW_BIG"; undefined when nothing. */
  readonly label: string | undefined;
  /** The file that holds microwatts. */
  readonly path: string;
}

export interface CountedChannel {
  readonly scope: PowerScope;
  readonly device: string;
  readonly label: string;
  readonly path: string;
}

/** Chips that measure processors or boards; those of disks, network cards and graphics have sources of their own. */
export const CHIPS =
  /^(power_meter|scmi_sensors|scpi_sensors|apm_xgene|xgene|smpro|smpro_hwmon|ina2(19|20|26|30|31|38|60))$/;

/** A GH200 module takes 1,000 W, four sockets of 500 W are the most in one machine: more is an error value. */
export const MOST_WATTS = 2000;

/** NVIDIA, Grace Performance Tuning Guide, "Power and Thermals": what each telemetry channel contains. */
const GRACE = /^(module|grace|cpu|sysio) power socket (\d+)$/i;
/** A core cluster or the processor complex; `_` counts as a space. */
const PROCESSOR = /(^|[\W_])(cpu|pcp|big|little|cluster\d*|a\d{2})([\W_]|$)/i;
const CHIP = /(^|[\W_])soc([\W_]|$)/i;

/**
 * The channels to add up. On Grace the module contains the GPU and the socket, and the socket contains the rails of
 * processor and fabric; elsewhere the rails of core clusters lie beside each other. Channels that do not say what they
 * measure are left out: a rail of an unknown part is no power of the processor.
 */
export function countedChannels(channels: readonly Channel[]): readonly CountedChannel[] {
  const grace = graceChannels(channels);
  if (grace.length > 0) return grace;
  const labelled = channels.flatMap(({ chip, label, path }) => (label === undefined ? [] : [{ chip, label, path }]));
  const processors = labelled.filter(({ label }) => PROCESSOR.test(label) && !GRACE.test(label));
  const chosen = processors.length > 0 ? processors : labelled.filter(({ label }) => CHIP.test(label));
  return chosen.map(({ chip, label, path }) => ({
    scope: 'cpu',
    device: `${chip}/${label}`,
    label: `CPU (${label})`,
    path,
  }));
}

function graceChannels(channels: readonly Channel[]): readonly CountedChannel[] {
  const named = channels.flatMap(({ label, path }) => {
    const [, kind = '', socket = ''] = GRACE.exec(label ?? '') ?? [];
    return kind === '' ? [] : [{ kind: kind.toLowerCase(), socket, path }];
  });
  const sockets = [...new Set(named.map(({ socket }) => socket))];
  return sockets.flatMap((socket) => {
    const of = (kind: string): readonly CountedChannel[] =>
      named
        .filter((one) => one.kind === kind && one.socket === socket)
        .map(({ path }) => graceChannel(kind, socket, path));
    const whole = of('grace');
    return [...of('module'), ...(whole.length > 0 ? whole : [...of('cpu'), ...of('sysio')])];
  });
}

const GRACE_TITLES: Readonly<Record<string, string>> = {
  module: 'Whole module, GPU and memory included',
  grace: 'Grace CPU with its memory',
  cpu: 'Grace CPU cores',
  sysio: 'Grace fabric',
};

function graceChannel(kind: string, socket: string, path: string): CountedChannel {
  const scope = kind === 'module' ? 'system' : 'cpu';
  return { scope, device: `${kind}-${socket}`, label: `${GRACE_TITLES[kind] ?? kind} (socket ${socket})`, path };
}

/** What the firmware says of an ACPI power meter that is one channel of Grace and not the supply of a machine. */
export function isGraceChannel(label: string | undefined): boolean {
  return GRACE.test(label?.trim() ?? '');
}
