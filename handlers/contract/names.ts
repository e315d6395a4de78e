/**
 * The deterministic names that stacks, handlers and people share. Because every name follows from
 * prefix, pipeline and environment, no stack exports anything and any one can be deployed or destroyed alone.
 */

/** One entry of `pipelines.yaml` in one environment. */
export interface PipelineIdentity {
  /** The config's prefix, which every name starts with. */
  readonly prefix: string;
  /** The pipeline's key under `pipelines:`. */
  readonly pipeline: string;
  /** The environment's key under `environments:`. */
  readonly environment: string;
}

/** Pipeline keys that would collide with the factory's own stacks. */
export const RESERVED_PIPELINE_NAMES = ['foundation', 'sources'] as const;

/** `<prefix>-<pipeline>-<environment>`: the pipeline, its stack, its role, its CodeDeploy application and deployment group. */
export const pipelineName = ({ prefix, pipeline, environment }: PipelineIdentity): string =>
  `${prefix}-${pipeline}-${environment}`;

/** The stack of the resources that all pipelines of an environment share, and the start of their names. */
export const foundationName = (prefix: string, environment: string): string =>
  `${prefix}-foundation-${environment}`;

/** The stack of the repositories and buckets that pipelines of one account and region take their releases from. */
export const sourcesName = (prefix: string): string => `${prefix}-sources`;

/** The bucket of pipeline artifacts of an environment; account and region make it unique in the world. */
export const artifactBucketName = (
  prefix: string,
  environment: string,
  account: string,
  region: string,
): string => `${foundationName(prefix, environment)}-${account}-${region}`;

/** The alias of the environment's one KMS key, with the leading `alias/`. */
export const keyAlias = (prefix: string, environment: string): string =>
  `alias/${foundationName(prefix, environment)}`;

/**
 * The function name of an environment's action function, and the name of its role.
 * @param action the action function's own name
 */
export const actionFunctionName = (prefix: string, environment: string, action: string): string =>
  `${foundationName(prefix, environment)}-${action}`;

/** The SNS topic for failures, approvals and rollbacks. */
export const notificationTopicName = (prefix: string, environment: string): string =>
  `${foundationName(prefix, environment)}-notifications`;

/** The role with which EventBridge starts the pipelines of an environment. */
export const eventsRoleName = (prefix: string, environment: string): string =>
  `${foundationName(prefix, environment)}-events`;

/** The role that CodeDeploy assumes for one pipeline. */
export const deployRoleName = (identity: PipelineIdentity): string => `${pipelineName(identity)}-deploy`;

/** The CodeBuild project that builds a pipeline's images, and the role of all its builds. */
export const buildName = (identity: PipelineIdentity): string => `${pipelineName(identity)}-build`;

/** The CodeBuild project of one of a pipeline's checks. */
export const checkName = (identity: PipelineIdentity, check: string): string =>
  `${pipelineName(identity)}-check-${check}`;

/** The role that a team's CI outside AWS uploads a pipeline's images and settings with. */
export const ciRoleName = (identity: PipelineIdentity): string => `${pipelineName(identity)}-ci`;

/** A connection to a git host that the factory makes; at most 32 characters. */
export const connectionName = (prefix: string, connection: string): string => `${prefix}-${connection}`;

/** The parameter with the ARN of a connection, written by the stack that owns it. */
export const connectionParameterName = (prefix: string, connection: string): string =>
  `/${prefix}/connections/${connection}`;

/** Where a pipeline keeps its state in Parameter Store: `/<prefix>/<pipeline>/<environment>`. */
const statePath = ({ prefix, pipeline, environment }: PipelineIdentity): string =>
  `/${prefix}/${pipeline}/${environment}`;

/** The parameter that holds the release record ({@link ReleaseRecord} as JSON). */
export const releaseParameterName = (identity: PipelineIdentity): string => `${statePath(identity)}/release`;

/** The parameters with the ARNs of a service's listeners, written by the stack that owns the service. */
export const listenerParameterName = (identity: PipelineIdentity, listener: 'production' | 'test'): string =>
  `${statePath(identity)}/listener/${listener}`;

/** The ECR tag that keeps the digest that serves from being expired. */
export const servingTag = (identity: PipelineIdentity): string => `${pipelineName(identity)}-serving`;

/** The ECR tag that keeps the digest that served before from being expired, so that rollback finds it. */
export const previousTag = (identity: PipelineIdentity): string => `${pipelineName(identity)}-previous`;

/** The tag that names the pipeline a resource belongs to. */
export const PIPELINE_TAG = 'pipeline-factory:pipeline';
