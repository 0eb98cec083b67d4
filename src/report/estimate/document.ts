/** The machine-readable form of an estimate: exactly the keys of schemas/estimate.schema.json. */
import { workOf } from '../../core/estimate/work';
import type { Embodied } from '../../core/estimate/types';
import type { Total } from '../../core/estimate/total';
import type { DeviceKind } from '../../core/model/device';
import type { Workload } from '../../core/model/workload';
import { quantity, range, SCHEMA } from '../document';
import { comparisonDocument } from './comparison';
import type { EstimateReport, ReportModel, ReportWorkload } from './report';

/** An accelerator is CUDA unless the code says otherwise; what runs on one when there is one, is estimated for it. */
const DEVICES: Record<DeviceKind, string | null> = {
  accelerator: 'cuda',
  conditional: 'cuda',
  cpu: 'cpu',
  mps: 'mps',
  tpu: 'tpu',
  unknown: null,
};

const value = <T>(fact: { readonly value: T } | null | undefined): T | null => fact?.value ?? null;

/** FLOPs of one forward pass; null where they would only be a prior. */
function model(workload: Workload) {
  const { model: known, flops } = workOf(workload);
  const name = value(workload.model);
  const parameters = value(workload.parameters) ?? known?.parameters ?? null;
  if (name === null && parameters === null) return null;
  return { name, parameters, flopsPerSample: flops === null || flops.origin === 'prior' ? null : flops.value };
}

function dataset(workload: Workload) {
  const { dataset: known } = workOf(workload);
  const name = known?.name ?? value(workload.dataset);
  const all = known ? Math.round(known.samples * (value(workload.share) ?? 1)) : null;
  const samples = value(workload.samples) ?? all;
  return name === null && samples === null ? null : { name, samples };
}

/** What a notebook's stored outputs say of the run that made them. */
function observed({ observedSeconds, observedSteps, observedAccelerator }: Workload) {
  const source = (observedSeconds ?? observedSteps ?? observedAccelerator)?.note;
  if (source === undefined) return null;
  return {
    seconds: value(observedSeconds),
    steps: value(observedSteps),
    accelerator: value(observedAccelerator),
    source,
  };
}

function amounts(total: Total | null) {
  return {
    time: total && quantity('h', total.time),
    energy: total && quantity('kWh', total.energy),
    emissions: total && quantity('gCO2e', total.emissions),
  };
}

function workloadDocument({ workload, estimate, ...place }: ReportWorkload) {
  return {
    kind: workload.kind,
    range: range(place.range),
    cell: place.cell,
    framework: workload.framework,
    model: model(workload),
    dataset: dataset(workload),
    epochs: value(workload.epochs),
    maxSteps: value(workload.maxSteps),
    batchSize: value(workload.batchSize),
    candidates: value(workload.candidates),
    folds: value(workload.folds),
    fits: value(workload.fits),
    refits: value(workload.refits),
    precision: value(workload.precision),
    device: DEVICES[workload.device],
    ...amounts(estimate),
    observed: observed(workload),
    confidence: estimate?.confidence ?? null,
    inputs: (estimate?.inputs ?? []).map(({ name, value: shown, origin, widens }) => ({
      name,
      value: shown,
      origin,
      widens,
    })),
    ...(estimate?.embodied === undefined ? {} : { embodied: embodied(estimate.embodied) }),
    ...(place.comparison === undefined ? {} : { comparison: place.comparison && comparisonDocument(place.comparison) }),
  };
}

function embodied({ emissions, ...said }: Embodied) {
  const source = 'source' in said ? said.source : null;
  return { emissions: emissions && quantity('gCO2e', emissions), source, missing: said.missing };
}

function modelDocument({ name, range: where, cell, framework, parameters, flopsPerSample }: ReportModel) {
  return { name, range: range(where), cell, framework, parameters, flopsPerSample };
}

export function estimateDocument({ workloads, models, total }: EstimateReport) {
  return {
    schema: SCHEMA,
    workloads: workloads.map(workloadDocument),
    models: models.map(modelDocument),
    total: amounts(total),
  };
}
