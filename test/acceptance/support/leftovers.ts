import { CloudFormationClient, paginateDescribeStacks } from '@aws-sdk/client-cloudformation';
import { paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { paginateListProjects } from '@aws-sdk/client-codebuild';
import { paginateListApplications, paginateListDeploymentConfigs } from '@aws-sdk/client-codedeploy';
import { paginateListPipelines } from '@aws-sdk/client-codepipeline';
import { EC2Client, paginateDescribeSecurityGroups } from '@aws-sdk/client-ec2';
import { paginateDescribeRepositories } from '@aws-sdk/client-ecr';
import { paginateListClusters } from '@aws-sdk/client-ecs';
import {
  paginateDescribeLoadBalancers,
  paginateDescribeTargetGroups,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { paginateListRoles } from '@aws-sdk/client-iam';
import { KMSClient, paginateListAliases } from '@aws-sdk/client-kms';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { paginateListBuckets } from '@aws-sdk/client-s3';
import { paginateListTopics, SNSClient } from '@aws-sdk/client-sns';
import { ACCOUNT, type DeployedApp, REGION } from './deployed-app';

/** Everything whose name starts with the app's prefix, of all kinds that its stacks hold. */
export async function leftovers(app: DeployedApp): Promise<string[]> {
  const left: string[] = [];
  for (const [kind, pages] of Object.entries(listings(app)))
    for await (const page of pages) {
      const names = JSON.stringify(page ?? {}).match(/acme[-/][\w/.-]*/g) ?? [];
      left.push(...names.map((name) => `${kind}: ${name}`));
    }
  return left;
}

/** By the kind of what they list. */
function listings({ aws, clients, local }: DeployedApp): Record<string, AsyncIterable<unknown>> {
  const { alarms, codeBuild, codeDeploy, codePipeline, ecr, ecs, elb, events, iam, logs, s3 } = clients;
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'test' };
  const as = { endpoint: local.url, region: REGION, credentials };
  return {
    pipelines: paginateListPipelines({ client: codePipeline }, {}),
    'build projects': paginateListProjects({ client: codeBuild }, {}),
    connections: once(() => aws('codeconnections', 'list-connections')),
    'CodeDeploy applications': paginateListApplications({ client: codeDeploy }, {}),
    'deployment configurations': paginateListDeploymentConfigs({ client: codeDeploy }, {}),
    'image repositories': paginateDescribeRepositories({ client: ecr }, {}),
    buckets: paginateListBuckets({ client: s3 }, {}),
    clusters: paginateListClusters({ client: ecs }, {}),
    'load balancers': paginateDescribeLoadBalancers({ client: elb }, {}),
    'target groups': paginateDescribeTargetGroups({ client: elb }, {}),
    'security groups': paginateDescribeSecurityGroups({ client: new EC2Client(as) }, {}),
    roles: paginateListRoles({ client: iam }, {}),
    'log groups': paginateDescribeLogGroups({ client: logs }, {}),
    functions: paginateListFunctions({ client: new LambdaClient(as) }, {}),
    rules: once(() => events.send(new ListRulesCommand({}))),
    topics: paginateListTopics({ client: new SNSClient(as) }, {}),
    'key aliases': paginateListAliases({ client: new KMSClient(as) }, {}),
    alarms: paginateDescribeAlarms({ client: alarms }, {}),
    stacks: paginateDescribeStacks({ client: new CloudFormationClient(as) }, {}),
  };
}

async function* once(list: () => Promise<unknown>): AsyncGenerator<unknown> {
  yield await list();
}
