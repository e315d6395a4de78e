import type { Environment } from '../../lib/config/model';
import type { GitSource } from '../../lib/source/config/git-model';

/** Where the measured pipelines of commits take them from: a repository at a connection that is there already. */
export const commitsOf = (name: string, { account, region }: Environment): GitSource => ({
  host: {
    type: 'connection',
    connection: {
      name: 'github',
      arn: `arn:aws:codeconnections:${region}:${account}:connection/00000000-0000-0000-0000-000000000001`,
    },
  },
  repository: `acme/${name}`,
  branch: 'main',
  push: [{ branches: { includes: ['main'], excludes: [] } }],
  pullRequest: [],
});
