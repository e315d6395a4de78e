import { randomUUID } from 'node:crypto';
import type { EventArtifact } from './artifacts';
import type { ReceivedResult } from './running-actions';
import type { VersionsHarness, VersionsJob } from './versions-harness';

/** What tests of `publish-versions` do with a pipeline. */
export interface Publishing {
  /** The artifact of a build whose function `api` answers so. */
  readonly built: (
    answer: number | string,
    more?: Readonly<Record<string, string>>,
  ) => Promise<EventArtifact>;
  /** Invokes the function until it does not wait. */
  readonly play: (job: VersionsJob) => Promise<{ readonly result?: ReceivedResult; readonly looks: number }>;
  /** @returns the output variables of a release that succeeds */
  readonly publish: (
    artifact: EventArtifact,
    executionId?: string,
  ) => Promise<Readonly<Record<string, string>>>;
  /** @returns the message of a release that fails, and has changed nothing */
  readonly failure: (artifact?: EventArtifact) => Promise<string>;
}

/** The code of a function that answers so. */
export const codeOf = (answer: number | string): string =>
  `export const handler = async () => ({ answer: ${JSON.stringify(answer)} });`;

export function publishing(harness: VersionsHarness): Publishing {
  const self: Publishing = {
    built: (answer, more) =>
      harness.artifact({ 'dist/api/index.mjs': codeOf(answer), 'README.md': 'x', ...more }),
    async play(job) {
      for (let next = job, looks = 1; ; looks++) {
        const result = await harness.invoke(next);
        if (result?.kind !== 'success' || result.continuationToken === undefined) return { result, looks };
        next = { ...job, id: randomUUID(), continuationToken: result.continuationToken };
      }
    },
    async publish(artifact, executionId = 'e1') {
      const { result } = await self.play(harness.job('publish-versions', { artifact, executionId }));
      if (result?.kind !== 'success') throw new Error(result?.failureDetails?.message);
      return result.outputVariables ?? {};
    },
    async failure(artifact) {
      const { result } = await self.play(harness.job('publish-versions', { artifact }));
      expect(result).toMatchObject({ kind: 'failure' });
      expect(harness.changes()).toEqual([]);
      return result?.kind === 'failure' ? (result.failureDetails?.message ?? '') : '';
    },
  };
  return self;
}
