import type { z } from 'zod';
import type { PullRequestChecks } from '../build/config/pull-requests';
import type { ConfigKind } from '../config/kind';
import type { BasePipeline } from '../config/model';
import type { EcsService } from '../ecs-service/config/model';
import type { PipelineSources } from '../source/config/sources';

/**
 * A kind of pipeline: its part of the file's schema, and what follows from an entry of it. Nothing here needs CDK; what is
 * deployed is in the kind's `KindStacks`.
 */
export interface PipelineKind<
  Schema extends z.ZodObject = z.ZodObject,
  Pipeline extends BasePipeline = BasePipeline,
> extends ConfigKind<Schema, Pipeline> {
  /** What the pipeline takes its releases from. @default - nothing that the factory makes or that others share */
  sources?(pipeline: Pipeline): PipelineSources;
  /** What the entry has checked of its pull requests. @default - nothing */
  pullRequests?(pipeline: Pipeline): PullRequestChecks | undefined;
  /** The ECS service that the pipeline releases to. @default - it releases to none */
  ecsService?(pipeline: Pipeline): EcsService;
  /** The pipeline in a row of `validate`. */
  summary(pipeline: Pipeline): PipelineSummary;
  /** What `init` writes for an application of the kind. @default - `init` does not offer the kind */
  starter?(application: StarterApplication): Starter;
}

/** What `init` knows of an application. */
export interface StarterApplication {
  /** Valid as the name of a repository. */
  readonly name: string;
  /** Starts what has to be unique in the world. */
  readonly prefix: string;
  readonly account: string;
}

/** The first config of an application. */
export interface Starter {
  /** Whether the entry has its source at the connection `github`. */
  readonly connection: boolean;
  /** The entry, as YAML with comments, without indentation; its only environment is `stg`. */
  readonly entry: string;
}

/** A pipeline in a few words. */
export interface PipelineSummary {
  /** What starts it. */
  readonly startedBy: string;
  /** What a release must pass before a person is asked. @default [] */
  readonly checks?: readonly string[];
  /** How it deploys. */
  readonly deployment: string;
  /** What it deploys to. */
  readonly target: string;
}

/**
 * The kind of a pipeline.
 * @throws Error where the kinds do not have it
 */
export function kindOf<Kind extends { readonly name: string }>(
  { kind, name }: Pick<BasePipeline, 'kind' | 'name'>,
  kinds: readonly Kind[],
): Kind {
  const found = kinds.find((candidate) => candidate.name === kind);
  if (found) return found;
  const known = kinds.map((candidate) => candidate.name).join(', ');
  throw new Error(`kind of pipeline ${name} must be one of ${known}, got: ${kind}`);
}
