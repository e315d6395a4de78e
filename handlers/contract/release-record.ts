/**
 * What `…/release` in Parameter Store holds, as JSON of at most 4 KB: the release that serves, what it replaced, and how
 * it came to be. Every pipeline has the same record; what was released is a part by type.
 */
export interface ReleaseRecord {
  readonly serving: RecordedRelease;
  /** What served before. @default - this is the first release */
  readonly previous?: RecordedRelease;
}

/** A release that came to serve, of one `type`. */
export type RecordedRelease = EcsRelease | FleetRelease | LambdaRelease;

/** What a release to an ECS service made serve. */
export interface EcsRelease extends ReleaseFacts {
  /** Records written before there were types have none and are of ECS. */
  readonly type: 'ecs';
  /** ARN of the task definition revision. */
  readonly taskDefinition: string;
  /** Image URIs with digest, by container name; only images of the pipeline's own repositories. */
  readonly images: Readonly<Record<string, string>>;
  /** CodeDeploy's deployment id, or that of ECS's own deployment (`ecs-svc/…`). */
  readonly deploymentId: string;
}

/** What a release to an Auto Scaling group made serve. */
export interface FleetRelease extends ReleaseFacts {
  readonly type: 'asg';
  /** Name of the Auto Scaling group. */
  readonly group: string;
  /** Name of the launch template, and the number of its version. */
  readonly launchTemplate: { readonly name: string; readonly version: string };
  /** Id of the AMI. */
  readonly imageId: string;
}

/** What a release of Lambda functions made serve. */
export interface LambdaRelease extends ReleaseFacts {
  readonly type: 'lambda';
  /** The alias whose traffic goes to the versions. */
  readonly alias: string;
  /** By the name that the config gives each function. */
  readonly functions: Readonly<Record<string, RecordedFunction>>;
}

/** A function's version that serves. */
export interface RecordedFunction {
  readonly functionName: string;
  /** A number, as text, or `$LATEST` where the alias names that. */
  readonly version: string;
  /** Of its code, base64, as Lambda shows it. */
  readonly codeSha256: string;
}

/** What is known of every release. */
export interface ReleaseFacts {
  /** The pipeline execution that made it. @default - CodeDeploy was called directly, or rolled back */
  readonly pipelineExecutionId?: string;
  /** The commit that was built. @default - the release was uploaded, not built */
  readonly commit?: ReleasedCommit;
  /** Object version of the settings that were released. @default - the source has no settings */
  readonly settingsVersion?: string;
  /** Object version of the code that was uploaded. @default - the source has none */
  readonly codeVersion?: string;
  /** ARN of who approved it. @default - the pipeline has no approval */
  readonly approvedBy?: string;
  /** ISO 8601: when CodeDeploy's deployment ended, or ECS's own began. */
  readonly servingSince: string;
  readonly cause: ReleaseCause;
}

/** How a release came to serve: by its pipeline, by a rollback, or by a deployment that someone made by hand. */
export const RELEASE_CAUSES = ['release', 'rollback', 'manual'] as const;

export type ReleaseCause = (typeof RELEASE_CAUSES)[number];

/** The commit of a release. */
export interface ReleasedCommit {
  readonly id: string;
  /** @default - a tag started the pipeline, or the source is CodeCommit, which always names the configured branch */
  readonly branch?: string;
  /** The tag that started the pipeline. @default - a branch did, or the source does not name the tag */
  readonly tag?: string;
}
