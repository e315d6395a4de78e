import { DescribeTasksCommand, type ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs';
import type { ActionJob } from '../provider';

/**
 * Puts the number of a deployment's running tasks into the action's summary. AWS names the two calls among the least that the action
 * needs. https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html
 */
export async function showTasks(job: ActionJob, ecs: ECSClient, deployment: string): Promise<void> {
  const { ClusterName: cluster, ServiceName: serviceName } = job.configuration;
  const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster, serviceName }));
  if (taskArns.length === 0) return;
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  const own = tasks.filter(({ startedBy }) => startedBy === deployment);
  const running = own.filter(({ lastStatus }) => lastStatus === 'RUNNING');
  job.run.summary = `Deployment ${deployment} in progress: ${running.length} of ${own.length} tasks running`;
}
