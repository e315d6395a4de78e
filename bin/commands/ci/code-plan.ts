import { groupBy } from '../../../lib/config/group-by';
import type { CodeUploadPipeline } from '../../../lib/source/config/uploads-pipeline';
import { accessOf, s3Address, type UploadAccess, type WithCi } from './plan';

/** A pipeline whose code a CI uploads. */
export type CodeUploadingPipeline = WithCi<CodeUploadPipeline>;

/** What a team's CI has to do for one entry whose code it uploads, in all its environments. */
export interface CodePlan {
  /** The entry's key under `pipelines:`. */
  readonly name: string;
  /** One for each branch whose jobs may upload. */
  readonly builds: readonly CodeBuild[];
}

/** A zip with code that is made once and uploaded to wherever it is released from. */
export interface CodeBuild {
  readonly branch: string;
  readonly environments: readonly string[];
  readonly uploads: readonly CodeUploadTarget[];
}

/** An object that code is uploaded to. */
export interface CodeUploadTarget {
  readonly environment: string;
  readonly access: UploadAccess;
  /** `s3://bucket/key` */
  readonly object: string;
}

/**
 * What the CI of an entry has to do whose code it uploads. Environments that share an object need one upload.
 * @param pipelines the entry's, one for each environment
 */
export function codePlan(pipelines: readonly [CodeUploadingPipeline, ...CodeUploadingPipeline[]]): CodePlan {
  const byBranch = groupBy(pipelines, ({ source }) => source.ci.branch);
  return {
    name: pipelines[0].name,
    builds: byBranch.map((group) => ({
      branch: group[0].source.ci.branch,
      environments: group.map(({ environment }) => environment.name),
      uploads: groupBy(group, codeObjectOf).map(([pipeline]) => ({
        environment: pipeline.environment.name,
        access: accessOf(pipeline),
        object: codeObjectOf(pipeline),
      })),
    })),
  };
}

const codeObjectOf = ({ source: { object } }: CodeUploadingPipeline): string => s3Address(object);
