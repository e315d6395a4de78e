import type { PipelineExecutionSummary } from '@aws-sdk/client-codepipeline';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GitClone } from '../../../rehearsal/git/clone';
import type { DeployedApp } from './deployed-app';
import { endedExecution } from './executions';

const PLAYBOOK = `- name: Make the image
  hosts: all
  tasks:
    - name: Say which version it is
      ansible.builtin.copy: { src: files/content.txt, dest: /etc/content.txt, mode: "0644" }
`;

/** Passes unless the version calls itself broken, where the group is known and its load balancer found. */
const SMOKE = `version: 0.2
phases:
  build:
    commands:
      - test -n "$GROUP"
      - test -z "$LOAD_BALANCER" || aws elbv2 describe-load-balancers --names $LOAD_BALANCER
      - "! grep broken files/content.txt"
`;

/** A clone of `acme/<name>`, a fleet's repository. */
export async function cloneFleet({ local }: DeployedApp, name: string): Promise<GitClone> {
  const folder = join(local.folder, 'team', name);
  const files = {
    'playbook.yml': PLAYBOOK,
    'files/content.txt': 'the first version\n',
    'buildspec.smoke.yml': SMOKE,
  };
  for (const [file, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), content);
  }
  return GitClone.create(local.folder, folder, 'main', [`${local.url}/git/acme/${name}.git`]);
}

/** Pushes another content of the image. @returns the commit */
export async function pushVersion(clone: GitClone, version: string): Promise<string> {
  await clone.write('files/content.txt', `${version}\n`);
  const commit = await clone.commit(version);
  await clone.push();
  return commit;
}

/** Waits for the end of the execution that a commit started. */
export const releasedCommit = (
  app: DeployedApp,
  pipeline: string,
  commit: string,
): Promise<PipelineExecutionSummary> =>
  endedExecution(app, pipeline, `a release of ${commit}`, ({ sourceRevisions = [], executionType }) =>
    executionType === 'STANDARD' ? sourceRevisions.some(({ revisionId }) => revisionId === commit) : false,
  );
