import type { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';

/** To write the logs of these projects. */
export function writeLogs(projects: readonly string[], arns: Arns): Grant {
  return {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: projects.map((project) => arns.logStreams(buildLogGroupName(project))),
    because: 'CodeBuild makes up the names of the log streams',
  };
}

/** The log group of a project's builds. */
export const buildLogGroupName = (project: string): string => `/aws/codebuild/${project}`;
