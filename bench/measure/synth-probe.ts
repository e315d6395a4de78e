import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Apps from './apps';
import { answerProbe } from './probe';

/** A synthesis to measure: which of the two ways, with so many pipelines. */
export interface SynthQuestion {
  readonly way: Apps.Way;
  readonly pipelines: number;
}

/** Milliseconds that a synthesis took. */
export interface SynthAnswer {
  readonly elapsed: number;
  /** Of the processor, with that of garbage collection. */
  readonly cpu: number;
}

answerProbe(async ({ way, pipelines }: SynthQuestion): Promise<SynthAnswer> => {
  const apps = (await import(join(process.cwd(), 'bench/measure/apps.ts'))) as typeof Apps;
  const folder = mkdtempSync(join(tmpdir(), 'synth-time-'));
  try {
    const before = process.cpuUsage();
    const started = performance.now();
    apps.appOf(way, pipelines, folder).synth();
    const { user, system } = process.cpuUsage(before);
    return { elapsed: performance.now() - started, cpu: (user + system) / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
