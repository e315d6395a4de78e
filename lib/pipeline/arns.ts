import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Environment } from '../config/model';

type AccountRegion = Pick<Environment, 'account' | 'region'>;

/**
 * The ARNs of an environment's resources, in full. Account and region are known at synthesis, so a policy
 * names its resources as text that a person can read, and a template stays small.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export class Arns {
  private static readonly known = new WeakMap<AccountRegion, Arns>();

  /** The same for the same environment, because everything of a pipeline asks for them. */
  static of(environment: AccountRegion): Arns {
    const arns = Arns.known.get(environment) ?? new Arns(environment);
    Arns.known.set(environment, arns);
    return arns;
  }

  private readonly partition: string;
  /** What the names of the partition's services end in: `amazonaws.com`. */
  readonly domain: string;

  private constructor(private readonly environment: AccountRegion) {
    const region = RegionInfo.get(environment.region);
    this.partition = region.partition ?? 'aws';
    this.domain = region.domainSuffix ?? 'amazonaws.com';
  }

  readonly pipeline = (name: string) => this.regional('codepipeline', name);
  readonly role = (name: string) => this.global('iam', this.environment.account, `role/${name}`);
  /** @param host the issuer's URL without `https://` */
  readonly identityProvider = (host: string) =>
    this.global('iam', this.environment.account, `oidc-provider/${host}`);
  readonly account = () => this.global('iam', this.environment.account, 'root');
  readonly bucket = (name: string) => this.global('s3', '', name);
  readonly object = (bucket: string, key: string) => `${this.bucket(bucket)}/${key}`;
  readonly repository = (name: string) => this.regional('ecr', `repository/${name}`);
  /** Not an ARN: what docker calls the repository. */
  readonly repositoryUri = (name: string) =>
    `${this.environment.account}.dkr.ecr.${this.environment.region}.${this.domain}/${name}`;
  readonly codeCommitRepository = (name: string) => this.regional('codecommit', name);
  readonly project = (name: string) => this.regional('codebuild', `project/${name}`);
  /** The report groups that builds of a project make. */
  readonly reportGroups = (project: string) => this.regional('codebuild', `report-group/${project}-*`);
  readonly keyAlias = (alias: string) => this.regional('kms', alias);
  readonly topic = (name: string) => this.regional('sns', name);
  readonly queue = (name: string) => this.regional('sqs', name);
  /** A rule of the default event bus. */
  readonly rule = (name: string) => this.regional('events', `rule/${name}`);
  readonly trail = (name: string) => this.regional('cloudtrail', `trail/${name}`);
  readonly function = (name: string) => this.regional('lambda', `function:${name}`);
  /** A managed policy of AWS's own. */
  readonly managedPolicy = (name: string) => this.global('iam', 'aws', `policy/${name}`);
  readonly alarm = (name: string) => this.regional('cloudwatch', `alarm:${name}`);
  readonly logGroup = (name: string) => this.regional('logs', `log-group:${name}`);
  /** Whatever delivers logs for the account. */
  readonly logDeliveries = () => this.regional('logs', '*');
  readonly logStreams = (logGroup: string) => this.regional('logs', `log-group:${logGroup}:*`);
  /** The slash that a name in a folder begins with is not repeated. */
  readonly parameter = (name: string) => this.regional('ssm', `parameter/${name.replace(/^\//, '')}`);
  /** Secrets Manager ends the ARN of every secret in six characters of its own. */
  readonly secret = (name: string) => this.regional('secretsmanager', `secret:${name}-??????`);
  readonly ecsCluster = (name: string) => this.regional('ecs', `cluster/${name}`);
  readonly ecsService = (cluster: string, service: string) =>
    this.regional('ecs', `service/${cluster}/${service}`);
  readonly taskSet = (cluster: string, service: string) =>
    this.regional('ecs', `task-set/${cluster}/${service}/*`);
  readonly taskDefinition = (family: string) => this.regional('ecs', `task-definition/${family}:*`);
  readonly application = (name: string) => this.regional('codedeploy', `application:${name}`);
  readonly deploymentGroup = (application: string, group: string) =>
    this.regional('codedeploy', `deploymentgroup:${application}/${group}`);
  /** @param type for example `instance`, `volume`, `subnet` */
  /** Auto Scaling puts an id of its own between. @param name of groups, `*` allowed */
  readonly autoScalingGroup = (name: string) =>
    this.regional('autoscaling', `autoScalingGroup:*:autoScalingGroupName/${name}`);
  readonly ec2 = (type: string, id: string) => this.regional('ec2', `${type}/${id}`);
  /** ARNs of images and snapshots name no account, because they can be shared. */
  readonly image = (id: string) => this.unowned('ec2', `image/${id}`);
  readonly snapshot = (id: string) => this.unowned('ec2', `snapshot/${id}`);
  readonly instanceProfile = (name: string) =>
    this.global('iam', this.environment.account, `instance-profile/${name}`);
  /** A parameter that AWS publishes, whose name begins with `/aws/service/`. */
  readonly publicParameter = (name: string) => this.unowned('ssm', `parameter${name}`);
  /** A document of AWS's own. */
  readonly publicDocument = (name: string) => this.unowned('ssm', `document/${name}`);
  readonly sessions = (prefix: string) => this.regional('ssm', `session/${prefix}*`);
  readonly deploymentConfig = (name: string) => this.regional('codedeploy', `deploymentconfig:${name}`);

  private regional(service: string, resource: string): string {
    const { account, region } = this.environment;
    return `arn:${this.partition}:${service}:${region}:${account}:${resource}`;
  }

  private unowned(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.environment.region}::${resource}`;
  }

  private global(service: string, account: string, resource: string): string {
    return `arn:${this.partition}:${service}::${account}:${resource}`;
  }
}
