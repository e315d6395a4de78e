/** What `…/release` in Parameter Store holds: what serves, what served before, and how it came to be. At most 4 KB as JSON. */
export interface ReleaseRecord {
  readonly serving: Release;
  /** What served before; absent for the first release. */
  readonly previous?: Release;
}

/** One release that came to serve. */
export interface Release {
  /** ARN of the task definition revision. */
  readonly taskDefinition: string;
  /** Image URIs with digest, by container name; only images of the pipeline's own repositories. */
  readonly images: Readonly<Record<string, string>>;
  /** CodeDeploy's deployment id, or that of ECS's own deployment (`ecs-svc/…`). */
  readonly deploymentId: string;
  /** The pipeline execution that made it; absent where CodeDeploy was asked directly or rolled back. */
  readonly pipelineExecutionId?: string;
  /** The commit that was built; absent where images and settings were uploaded. */
  readonly commit?: ReleasedCommit;
  /** Object version of the settings that were released. */
  readonly settingsVersion?: string;
  /** ARN of who approved it; absent where no approval is asked for. */
  readonly approvedBy?: string;
  /** ISO 8601: when CodeDeploy's deployment ended, or ECS's own began. */
  readonly servingSince: string;
  /** How it came to serve. */
  readonly cause: 'release' | 'rollback' | 'manual';
}

/** The commit of a release. */
export interface ReleasedCommit {
  readonly id: string;
  /** Absent where a tag started the pipeline, and of CodeCommit, whose source always names the branch it is configured with. */
  readonly branch?: string;
  /** The tag that started the pipeline, where the source tells it. */
  readonly tag?: string;
}
