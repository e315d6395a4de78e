/**
 * The rules of Checkov 3.3.13 (https://github.com/bridgecrewio/checkov, checkov/cloudformation/checks/resource/aws) for the
 * resource types that the factory deploys, as properties of a resource in a template. A rule that looks for what the
 * template cannot show (hard-coded secrets by their form) is left to the tests that look for secrets.
 */
export interface CheckovRule {
  readonly id: string;
  readonly types: readonly string[];
  /** Whether a resource of these properties passes. */
  readonly passes: (properties: Properties, type: string) => boolean;
}

type Properties = Readonly<Record<string, unknown>>;

export const CHECKOV_RULES: readonly CheckovRule[] = [
  rule('CKV_AWS_2', ['ElasticLoadBalancingV2::Listener'], ({ Protocol }) => Protocol === 'HTTPS'),
  rule('CKV_AWS_7', ['KMS::Key'], ({ EnableKeyRotation }) => EnableKeyRotation === true),
  rule('CKV_AWS_18', ['S3::Bucket'], ({ LoggingConfiguration }) => LoggingConfiguration !== undefined),
  rule('CKV_AWS_19', ['S3::Bucket'], ({ BucketEncryption }) => BucketEncryption !== undefined),
  rule('CKV_AWS_20', ['S3::Bucket'], ({ AccessControl }) => AccessControl !== 'PublicRead'),
  rule('CKV_AWS_57', ['S3::Bucket'], ({ AccessControl }) => AccessControl !== 'PublicReadWrite'),
  rule(
    'CKV_AWS_21',
    ['S3::Bucket'],
    (bucket) => at(bucket, 'VersioningConfiguration', 'Status') === 'Enabled',
  ),
  ...['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map((key, index) =>
    rule(
      `CKV_AWS_${53 + index}`,
      ['S3::Bucket'],
      (bucket) => at(bucket, 'PublicAccessBlockConfiguration', key) === true,
    ),
  ),
  rule(
    'CKV_AWS_23',
    ['EC2::SecurityGroup', 'EC2::SecurityGroupIngress', 'EC2::SecurityGroupEgress'],
    (group, type) =>
      (type.endsWith('Group') ? ruleList(group) : [group]).every(({ Description }) => Boolean(Description)),
  ),
  ...[
    { id: 'CKV_AWS_24', port: 22 },
    { id: 'CKV_AWS_25', port: 3389 },
    { id: 'CKV_AWS_260', port: 80 },
  ].map(({ id, port }) =>
    rule(id, ['EC2::SecurityGroup', 'EC2::SecurityGroupIngress'], (group, type) =>
      (type.endsWith('Group') ? list(group.SecurityGroupIngress) : [group]).every(
        ({ FromPort, ToPort, CidrIp, CidrIpv6 }) =>
          Number(FromPort) > port || Number(ToPort) < port || (CidrIp !== '0.0.0.0/0' && CidrIpv6 !== '::/0'),
      ),
    ),
  ),
  rule('CKV_AWS_26', ['SNS::Topic'], ({ KmsMasterKeyId }) => KmsMasterKeyId !== undefined),
  rule('CKV_AWS_27', ['SQS::Queue'], ({ KmsMasterKeyId }) => KmsMasterKeyId !== undefined),
  rule('CKV_AWS_33', ['KMS::Key'], (key) =>
    list(at(key, 'KeyPolicy', 'Statement')).every(
      (statement) => statement.Effect === 'Deny' || !principals(statement).includes('*'),
    ),
  ),
  rule('CKV_AWS_35', ['CloudTrail::Trail'], ({ KMSKeyId }) => KMSKeyId !== undefined),
  rule('CKV_AWS_36', ['CloudTrail::Trail'], (trail) => trail.EnableLogFileValidation === true),
  rule('CKV_AWS_67', ['CloudTrail::Trail'], ({ IsMultiRegionTrail }) => IsMultiRegionTrail === true),
  rule('CKV_AWS_51', ['ECR::Repository'], ({ ImageTagMutability }) => ImageTagMutability === 'IMMUTABLE'),
  rule(
    'CKV_AWS_136',
    ['ECR::Repository'],
    (repository) => at(repository, 'EncryptionConfiguration', 'EncryptionType') === 'KMS',
  ),
  rule(
    'CKV_AWS_163',
    ['ECR::Repository'],
    (repository) => at(repository, 'ImageScanningConfiguration', 'ScanOnPush') === true,
  ),
  rule('CKV_AWS_60', ['IAM::Role'], (role) =>
    list(at(role, 'AssumeRolePolicyDocument', 'Statement')).every(
      (statement) => !principals(statement).includes('*'),
    ),
  ),
  rule('CKV_AWS_61', ['IAM::Role'], (role) => {
    const [first] = list(at(role, 'AssumeRolePolicyDocument', 'Statement'));
    return !principals(first ?? {}).some((principal) =>
      /^(\d{12}|arn:aws:iam::\d{12}:root)$/.test(principal),
    );
  }),
  rule('CKV_AWS_62', ['IAM::Role'], (role) =>
    grants(role).every(
      ({ Action, Resource }) => !(texts(Action).includes('*') && texts(Resource).includes('*')),
    ),
  ),
  rule('CKV_AWS_63', ['IAM::Role'], (role) =>
    grants(role).every(({ Action }) => !texts(Action).includes('*')),
  ),
  rule('CKV_AWS_65', ['ECS::Cluster'], ({ ClusterSettings }) =>
    list(ClusterSettings).some(({ Name, Value }) => Name === 'containerInsights' && Value !== 'disabled'),
  ),
  rule('CKV_AWS_66', ['Logs::LogGroup'], ({ RetentionInDays }) => RetentionInDays !== undefined),
  rule('CKV_AWS_158', ['Logs::LogGroup'], ({ KmsKeyId }) => KmsKeyId !== undefined),
  rule(
    'CKV_AWS_78',
    ['CodeBuild::Project'],
    (project) => at(project, 'Artifacts', 'EncryptionDisabled') !== true,
  ),
  rule(
    'CKV_AWS_79',
    ['EC2::LaunchTemplate'],
    (template) => at(template, 'LaunchTemplateData', 'MetadataOptions', 'HttpTokens') === 'required',
  ),
  rule('CKV_AWS_88', ['EC2::LaunchTemplate'], (template) =>
    list(at(template, 'LaunchTemplateData', 'NetworkInterfaces')).every(
      ({ AssociatePublicIpAddress }) => AssociatePublicIpAddress !== true,
    ),
  ),
  rule('CKV_AWS_91', ['ElasticLoadBalancingV2::LoadBalancer'], (balancer) =>
    attribute(balancer, 'access_logs.s3.enabled'),
  ),
  rule('CKV_AWS_131', ['ElasticLoadBalancingV2::LoadBalancer'], (balancer) =>
    attribute(balancer, 'routing.http.drop_invalid_header_fields.enabled'),
  ),
  rule(
    'CKV_AWS_103',
    ['ElasticLoadBalancingV2::Listener'],
    ({ Protocol, SslPolicy }) =>
      Protocol === 'HTTPS' && /^ELBSecurityPolicy-(FS|TLS|TLS13)-1-[23]/.test(String(SslPolicy)),
  ),
  rule('CKV_AWS_115', ['Lambda::Function'], (made) => made.ReservedConcurrentExecutions !== undefined),
  rule('CKV_AWS_116', ['Lambda::Function'], ({ DeadLetterConfig }) => DeadLetterConfig !== undefined),
  rule('CKV_AWS_117', ['Lambda::Function'], ({ VpcConfig }) => VpcConfig !== undefined),
  rule(
    'CKV_AWS_173',
    ['Lambda::Function'],
    ({ Environment, KmsKeyArn }) => !Environment || KmsKeyArn !== undefined,
  ),
  rule('CKV_AWS_363', ['Lambda::Function'], ({ Runtime }) => !/^nodejs(\d|1\d|20)\./.test(String(Runtime))),
  rule('CKV_AWS_364', ['Lambda::Permission'], ({ SourceArn, SourceAccount }) =>
    Boolean(SourceArn ?? SourceAccount),
  ),
];

/** What of no Checkov rule an auditor asks for in a hardened environment. */
export const OWN_RULES: readonly CheckovRule[] = [
  rule('DeletionProtection', ['ElasticLoadBalancingV2::LoadBalancer'], (balancer) =>
    attribute(balancer, 'deletion_protection.enabled'),
  ),
  rule('AccessLogBucket', ['ElasticLoadBalancingV2::LoadBalancer'], (balancer) =>
    list(balancer.LoadBalancerAttributes).some(({ Key }) => Key === 'access_logs.s3.bucket'),
  ),
  rule('LogsForAYear', ['Logs::LogGroup'], ({ RetentionInDays }) => Number(RetentionInDays) >= 365),
  rule('DeadLetters', ['Events::Rule'], ({ Targets }) =>
    list(Targets).every(({ RetryPolicy, DeadLetterConfig }) => Boolean(RetryPolicy && DeadLetterConfig)),
  ),
];

function rule(id: string, types: readonly string[], passes: CheckovRule['passes']): CheckovRule {
  return { id, types: types.map((type) => `AWS::${type}`), passes };
}

const list = (value: unknown): readonly Properties[] => (Array.isArray(value) ? (value as Properties[]) : []);

const texts = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [value]);

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Properties | undefined)?.[key], value);

const ruleList = (group: Properties): readonly Properties[] => [
  ...list(group.SecurityGroupIngress),
  ...list(group.SecurityGroupEgress),
];

/** The AWS principals of a statement. */
const principals = ({ Principal }: Properties): readonly string[] =>
  texts(at(Principal, 'AWS') ?? (typeof Principal === 'string' ? Principal : [])).map(String);

/** The statements of a role's own policies. */
const grants = (role: Properties): readonly Properties[] =>
  list(role.Policies).flatMap((policy) => list(at(policy, 'PolicyDocument', 'Statement')));

const attribute = (balancer: Properties, key: string): boolean =>
  list(balancer.LoadBalancerAttributes).some(({ Key, Value }) => Key === key && Value === 'true');
