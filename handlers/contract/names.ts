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

/**
 * The bucket of a hardened environment's logs: of access to its buckets and load balancers, and of its networks' traffic.
 */
export const accessLogBucketName = (
  prefix: string,
  environment: string,
  account: string,
  region: string,
): string => `${foundationName(prefix, environment)}-logs-${account}-${region}`;

/** The bucket of logs of access to the buckets of a hardened account and region's sources. */
export const sourcesLogBucketName = (prefix: string, account: string, region: string): string =>
  `${sourcesName(prefix)}-logs-${account}-${region}`;

/** The parameter with the ARN of a hardened environment's key, which log groups need: they take no alias. */
export const keyParameterName = (prefix: string, environment: string): string =>
  `/${prefix}/foundation/${environment}/key`;

/** Characters of a pipeline's name that its folder has. */
export const ARTIFACT_FOLDER_LENGTH = 20;

/**
 * The folder of the artifact bucket that CodePipeline keeps a pipeline's artifacts in: the first twenty characters of the
 * pipeline's name. AWS's pages only say that names are truncated; how many characters stay is a user's report that AWS
 * confirms. Names that are alike so far share a folder, which is why the config is refused where two in one bucket are.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/welcome-introducing-artifacts.html
 * https://repost.aws/questions/QUI91tw7A9SUOMohJurNqmgA/code-pipeline-truncates-folder-names-in-output-artifact-s-3-bucket
 * @param pipeline the pipeline's name
 */
export const artifactFolder = (pipeline: string): string => pipeline.slice(0, ARTIFACT_FOLDER_LENGTH);

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

/** The role with which EventBridge starts the pipelines of an environment and publishes to its topic. */
export const eventsRoleName = (prefix: string, environment: string): string =>
  `${foundationName(prefix, environment)}-events`;

/** The dead-letter queue of the EventBridge targets of an environment, and the alarm that watches it. */
export const undeliveredEventsName = (prefix: string, environment: string): string =>
  `${foundationName(prefix, environment)}-undelivered-events`;

/** The role that CodeDeploy assumes for one pipeline. */
export const deployRoleName = (identity: PipelineIdentity): string => `${pipelineName(identity)}-deploy`;

/** The CodeBuild project that builds a pipeline's images, and the role of all its builds. */
export const buildName = (identity: PipelineIdentity): string => `${pipelineName(identity)}-build`;

/** The CodeBuild project of one of a pipeline's checks. */
export const checkName = (identity: PipelineIdentity, check: string): string =>
  `${pipelineName(identity)}-check-${check}`;

/** The CodeBuild project that verifies a pipeline's releases once they are deployed, and its role. */
export const verifyName = (identity: PipelineIdentity): string => `${pipelineName(identity)}-verify`;

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

/**
 * Where a fleet keeps its state beside the release record, as parameters that a person can read in the console:
 * the AMI that was baked last, the number of the launch template version that was made last, the Auto Scaling group that
 * serves (`new`), the one that served before (`old`), and the one that a release is bringing up ({@link GreenGroup} as
 * JSON, or `none`). A stage that writes one hands on the version it wrote; one that reads asks for that version.
 */
export const fleetParameterName = (
  identity: PipelineIdentity,
  name: 'ami-id' | 'launch-template' | 'asg/new' | 'asg/old' | 'asg/green',
): string => `${statePath(identity)}/${name}`;

/**
 * The parameter with what action functions need of the config and UserParameters have no room for, as JSON: a fleet's
 * {@link FleetSettings}, the {@link LambdaSettings} of functions.
 */
export const settingsParameterName = (identity: PipelineIdentity): string =>
  `${statePath(identity)}/settings`;

/**
 * The parameters with what a pipeline needs of a load balancer and its network, written by the stack that owns them: ARNs
 * of rules and target groups, ids of the subnets (a list) and the security group of instances, and the URL of the test
 * listener.
 */
export const trafficParameterName = (
  identity: PipelineIdentity,
  part:
    | 'listener-rule'
    | 'test-listener-rule'
    | 'target-group-a'
    | 'target-group-b'
    | 'subnets'
    | 'security-group'
    | 'test-url',
): string => `${statePath(identity)}/traffic/${part}`;

/** The CodeBuild project that bakes a pipeline's AMI, and its role. */
export const bakeName = (identity: PipelineIdentity): string => `${pipelineName(identity)}-bake`;

/** The ECR tag that keeps the digest that serves from being expired. */
export const servingTag = (identity: PipelineIdentity): string => `${pipelineName(identity)}-serving`;

/** The ECR tag that keeps the digest that served before from being expired, so that rollback finds it. */
export const previousTag = (identity: PipelineIdentity): string => `${pipelineName(identity)}-previous`;

/** The tag that names the pipeline a resource belongs to. */
export const PIPELINE_TAG = 'pipeline-factory:pipeline';

/** The tag that names the pipeline execution that made a resource. */
export const EXECUTION_TAG = 'pipeline-factory:execution';

/** The tag of an Auto Scaling group with which attempt of its execution made it: `1`, `2`, … */
export const ATTEMPT_TAG = 'pipeline-factory:attempt';

/**
 * The tag of an Auto Scaling group whose minimum size a release has raised, with the minimum that it gets back. It is
 * written before the minimum is raised, and removed, or emptied, after it is given back.
 */
export const MINIMUM_TAG = 'pipeline-factory:minimum';

/** The tag of an Auto Scaling group that is being retired: from then on it gets no traffic any more. */
export const RETIRING_TAG = 'pipeline-factory:retiring';

/**
 * The tag of an Auto Scaling group with the release that an instance refresh brings: number of the launch template
 * version, id of the AMI and of the pipeline execution, separated by spaces. It is written before the refresh is started,
 * and removed when the release is recorded.
 */
export const RELEASING_TAG = 'pipeline-factory:releasing';

/** The tag of an Auto Scaling group with the id of the AMI that it runs. */
export const IMAGE_TAG = 'pipeline-factory:image';

/** The tag of an AMI with the hash of everything that went into it. */
export const IMAGE_HASH_TAG = 'pipeline-factory:image-hash';

/** The tag of what a bake makes, from its creation on, with the id of the CodeBuild build. */
export const BAKE_TAG = 'pipeline-factory:bake';
