import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import {
  bakeName,
  fleetParameterName,
  PIPELINE_TAG,
  pipelineName,
  releaseParameterName,
} from '../../handlers/contract/names';
import { writeLogs } from '../build/build-logs';
import { readBuildParameters, readSecrets } from '../build/variable-grants';
import { registryRepository } from '../build/environment';
import type { Environment } from '../config/model';
import type { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';
import { inlineRole } from '../pipeline/role';
import type { BakeFiles } from './bake-files';
import type { BakeProps } from './bake-props';
import { artifactLocation, PACKAGES_FOLDER } from './artifact-location';
import { bakeVariables } from './bake-variables';
import type { BaseImage } from './config/model';

/**
 * The role of a bake. What it makes carries the pipeline's tag from its creation on, because nothing else may be made, and
 * only what carries it may be changed: an image, key pair or security group that a template makes without that tag, or
 * beside what the bake is given, is refused.
 *
 * Actions that begin with `Describe` know no resources. Conditions are in a statement of their own for each type of
 * resource, because a condition key that a type lacks refuses it.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export function bakeRole(
  scope: Construct,
  props: BakeProps & { readonly files: BakeFiles; readonly arns: Arns },
): CfnRole {
  const { identity, environment, files } = props;
  return inlineRole(scope, 'BakeRole', {
    roleName: bakeName(identity),
    trusts: [
      {
        principal: { Service: 'codebuild.amazonaws.com' },
        conditions: { StringEquals: { 'aws:SourceAccount': environment.account } },
      },
    ],
    grants: bakeGrants(props, files),
  });
}

/** What a bake does, in the order of its calls. */
function bakeGrants(props: BakeProps & { readonly arns: Arns }, files: BakeFiles): Grant[] {
  const { identity, image, arns } = props;
  const variables = bakeVariables(image);
  return [
    writeLogs([bakeName(identity)], arns),
    ...readFiles(props, files),
    ...pullImage(image.build.image),
    ...readBuildParameters(variables, arns),
    ...readSecrets(variables, arns),
    ...useParameters(props),
    describe(props.environment),
    ...runInstance(props),
    ...connect(props),
    ...makeImage(props),
    ...tag(props),
  ];
}

function readFiles({ identity, environment, arns }: BakeProps & { arns: Arns }, files: BakeFiles): Grant[] {
  const { bucket, folder } = artifactLocation(identity, environment);
  return [
    {
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: [arns.object(bucket, `${folder}/*`)],
      because: 'CodePipeline makes up the names of artifacts; this is the folder it keeps for the pipeline',
    },
    {
      actions: ['s3:PutObject'],
      resources: [arns.object(bucket, `${folder}/${PACKAGES_FOLDER}*`)],
      because: 'The package list of an image is named by its id',
    },
    { actions: ['s3:GetObject'], resources: [arns.object(files.bucket, files.key)] },
  ];
}

/** An image of ECR that the build runs in. */
function pullImage(image: string): Grant[] {
  const repository = registryRepository(image);
  if (!repository) return [];
  return [
    {
      actions: ['ecr:GetAuthorizationToken'],
      resources: ['*'],
      because: 'ECR knows no resource for ecr:GetAuthorizationToken',
    },
    {
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resources: [repository],
    },
  ];
}

function useParameters({ identity, image, arns }: BakeProps & { arns: Arns }): Grant[] {
  const amiId = arns.parameter(fleetParameterName(identity, 'ami-id'));
  return [
    {
      actions: ['ssm:GetParameter'],
      resources: [
        amiId,
        arns.parameter(releaseParameterName(identity)),
        ...('parameter' in image.base ? [baseParameter(image.base.parameter, arns)] : []),
      ],
    },
    { actions: ['ssm:PutParameter'], resources: [amiId] },
  ];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html */
const baseParameter = (name: string, arns: Arns): string =>
  name.startsWith(PUBLIC_PARAMETERS) ? arns.publicParameter(name) : arns.parameter(name);

const PUBLIC_PARAMETERS = '/aws/service/';

const describe = ({ region }: Environment): Grant => ({
  actions: [
    'ec2:DescribeImages',
    'ec2:DescribeInstances',
    'ec2:DescribeInstanceStatus',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVolumes',
  ],
  resources: ['*'],
  conditions: { StringEquals: { 'ec2:Region': region } },
  because: 'EC2 knows no resource for what describes its resources',
});

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances */
function runInstance({ identity, environment, image, instance, arns }: BakeProps & { arns: Arns }): Grant[] {
  const own = requestTag(pipelineName(identity));
  const profile = arns.instanceProfile(instance.profile);
  return [
    {
      actions: ['ec2:RunInstances'],
      resources: [arns.ec2('instance', '*')],
      conditions: {
        StringEquals: {
          ...own,
          'ec2:InstanceType': instance.type,
          'ec2:MetadataHttpTokens': 'required',
        },
        ArnEquals: { 'ec2:InstanceProfile': profile },
      },
      because: MADE_UP_BY_EC2,
    },
    {
      actions: ['ec2:RunInstances'],
      resources: [arns.ec2('volume', '*')],
      conditions: { StringEquals: own, Bool: { 'ec2:Encrypted': 'true' } },
      because: MADE_UP_BY_EC2,
    },
    runsOf(image.base, environment, arns),
    {
      actions: ['ec2:RunInstances'],
      resources: [
        arns.ec2('subnet', instance.subnet),
        arns.ec2('security-group', instance.securityGroup),
        arns.ec2('network-interface', '*'),
      ],
      because: MADE_UP_BY_EC2,
    },
    { actions: ['iam:GetInstanceProfile'], resources: [profile] },
    {
      actions: ['iam:PassRole'],
      resources: [instance.role],
      conditions: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    },
  ];
}

const MADE_UP_BY_EC2 = 'EC2 makes up the ids';

function runsOf(base: BaseImage, { account }: Environment, arns: Arns): Grant {
  const actions = ['ec2:RunInstances'];
  if ('id' in base) return { actions, resources: [arns.image(base.id)] };
  return {
    actions,
    resources: [arns.image('*')],
    conditions: { StringEquals: { 'ec2:Owner': ownerOf(base, account) } },
    because: 'The base image is looked up by every bake',
  };
}

/** Whose image a base is: an alias of AWS's, or an account. */
function ownerOf(base: Exclude<BaseImage, { id: string }>, account: string): string {
  if ('parameter' in base) return base.parameter.startsWith(PUBLIC_PARAMETERS) ? 'amazon' : account;
  return base.owner === 'self' ? account : base.owner;
}

/**
 * Packer reaches the instance through Session Manager, and sends it the public key of this bake, which is good for a
 * minute: no port is open, and there is no key pair.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html
 */
function connect({ identity, image, arns }: BakeProps & { arns: Arns }): Grant[] {
  const name = pipelineName(identity);
  return [
    {
      actions: ['ec2-instance-connect:SendSSHPublicKey'],
      resources: [arns.ec2('instance', '*')],
      conditions: { StringEquals: { ...resourceTag(name), 'ec2:osuser': image.user } },
      because: MADE_UP_BY_EC2,
    },
    {
      actions: ['ssm:StartSession'],
      resources: [arns.ec2('instance', '*')],
      conditions: { StringEquals: { [`ssm:resourceTag/${PIPELINE_TAG}`]: name } },
      because: MADE_UP_BY_EC2,
    },
    { actions: ['ssm:StartSession'], resources: [arns.publicDocument('AWS-StartPortForwardingSession')] },
    {
      actions: ['ssm:TerminateSession'],
      resources: [arns.sessions('${aws:userid}-')],
      because: 'Systems Manager names sessions by the user who starts them',
    },
  ];
}

function makeImage({ identity, arns }: BakeProps & { arns: Arns }): Grant[] {
  const name = pipelineName(identity);
  return [
    {
      actions: ['ec2:CreateImage', 'ec2:StopInstances', 'ec2:TerminateInstances'],
      resources: [arns.ec2('instance', '*')],
      conditions: { StringEquals: resourceTag(name) },
      because: MADE_UP_BY_EC2,
    },
    {
      actions: ['ec2:CreateImage'],
      resources: [arns.image('*'), arns.snapshot('*')],
      conditions: { StringEquals: requestTag(name) },
      because: MADE_UP_BY_EC2,
    },
    {
      actions: ['ec2:EnableImageDeprecation', 'ec2:ModifyImageAttribute'],
      resources: [arns.image('*')],
      conditions: { StringEquals: resourceTag(name) },
      because: MADE_UP_BY_EC2,
    },
  ];
}

/** At creation, and later of what carries the pipeline's tag already, which no call may change. */
function tag({ identity, arns }: BakeProps & { arns: Arns }): Grant[] {
  const name = pipelineName(identity);
  const images = [arns.image('*'), arns.snapshot('*')];
  return [
    {
      actions: ['ec2:CreateTags'],
      resources: [
        ...['instance', 'network-interface', 'volume'].map((type) => arns.ec2(type, '*')),
        ...images,
      ],
      conditions: {
        StringEquals: { ...requestTag(name), 'ec2:CreateAction': ['RunInstances', 'CreateImage'] },
      },
      because: MADE_UP_BY_EC2,
    },
    {
      actions: ['ec2:CreateTags'],
      resources: images,
      conditions: {
        StringEquals: resourceTag(name),
        StringEqualsIfExists: requestTag(name),
      },
      because: MADE_UP_BY_EC2,
    },
  ];
}

const requestTag = (name: string) => ({ [`aws:RequestTag/${PIPELINE_TAG}`]: name });
const resourceTag = (name: string) => ({ [`aws:ResourceTag/${PIPELINE_TAG}`]: name });
