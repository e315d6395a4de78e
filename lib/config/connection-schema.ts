import { z } from 'zod';
import { matching } from './schema-parts';

/** Both services' names: connections made before March 2024 are CodeStar's. https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html */
const connectionArn = (resource: string, what: string) =>
  matching(
    `must be the ARN of ${what}`,
    new RegExp(`^arn:aws[a-z-]*:(codeconnections|codestar-connections):[a-z0-9-]+:[0-9]{12}:${resource}$`),
  );

const PROVIDERS = [
  'Bitbucket',
  'GitHub',
  'GitHubEnterpriseServer',
  'GitLab',
  'GitLabSelfManaged',
  'AzureDevOps',
] as const;

/** Providers that a company runs itself, which a connection reaches through a host. */
const INSTALLED: readonly string[] = ['GitHubEnterpriseServer', 'GitLabSelfManaged'];

/** A connection to a git host: one that the factory makes, or the ARN of one that is there. */
export const connectionSchema = z
  .strictObject({
    provider: z
      .enum(PROVIDERS)
      .optional()
      .describe(
        'Who hosts the repositories. The factory makes the connection; a person authorizes it once in the console.',
      ),
    host: connectionArn('host/[\\w.-]+(/[\\w-]+)?', 'a CodeConnections host')
      .optional()
      .describe(
        'The ARN of the host of a provider that you run yourselves: GitHubEnterpriseServer, GitLabSelfManaged.',
      ),
    arn: connectionArn('connection/[\\w-]+', 'a connection of CodeConnections')
      .optional()
      .describe('The ARN of a connection that is there already, in place of provider.'),
  })
  .check(({ value: { provider, host, arn }, issues, value: input }) => {
    const broken = (message: string, key?: string) =>
      issues.push({ code: 'custom', message, input, path: key ? [key] : [] });
    if (!provider === !arn) broken('must have either provider or arn, and not both');
    if (arn && host) broken('does not go beside arn: a connection that is there knows its host', 'host');
    if (provider && INSTALLED.includes(provider) && !host)
      broken(`is required for ${provider}: the ARN of its CodeConnections host`, 'host');
    if (provider && !INSTALLED.includes(provider) && host)
      broken(`is only for ${INSTALLED.join(' and ')}, which you run yourselves`, 'host');
  });
