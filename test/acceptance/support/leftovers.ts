import type { Factory } from './factory';

/** Of every kind that the factory's stacks hold. */
const LISTINGS = [
  ['codepipeline', 'list-pipelines'],
  ['codebuild', 'list-projects'],
  ['codeconnections', 'list-connections'],
  ['deploy', 'list-applications'],
  ['deploy', 'list-deployment-configs'],
  ['ecr', 'describe-repositories'],
  ['s3api', 'list-buckets'],
  ['ecs', 'list-clusters'],
  ['elbv2', 'describe-load-balancers'],
  ['elbv2', 'describe-target-groups'],
  ['ec2', 'describe-security-groups'],
  ['iam', 'list-roles'],
  ['logs', 'describe-log-groups'],
  ['lambda', 'list-functions'],
  ['events', 'list-rules'],
  ['sns', 'list-topics'],
  ['kms', 'list-aliases'],
  ['cloudwatch', 'describe-alarms'],
  ['cloudformation', 'describe-stacks'],
];

/** Everything whose name is the factory's, of the kinds that its stacks hold. */
export async function leftovers({ aws }: Factory): Promise<string[]> {
  const left: string[] = [];
  for (const listing of LISTINGS) {
    const names = JSON.stringify((await aws<object>(...listing)) ?? {}).match(/acme[-/][\w/.-]*/g);
    left.push(...(names ?? []).map((name) => `${listing.join(' ')}: ${name}`));
  }
  return left;
}
