import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GitClone } from '../../../rehearsal/git/clone';
import { ACCOUNT, type DeployedApp, REGION } from './deployed-app';
import type { RunningFleet } from './running-fleet';

/** A fleet that a pipeline takes over. */
export interface AdoptedFleet {
  readonly fleet: RunningFleet;
  /** The second target group. @default - none: instance refreshes release the fleet's group */
  readonly second?: string;
}

/** The config of pipelines that take over fleets, by the pipelines' names. */
export function fleetsConfig(fleets: Readonly<Record<string, AdoptedFleet>>): string {
  return `
prefix: acme
environments: { test: { account: "${ACCOUNT}", region: ${REGION} } }
connections: { hub: { provider: GitHub } }
pipelines:
${Object.entries(fleets).map(entryOf).join('')}`;
}

const entryOf = ([name, { fleet, second }]: [string, AdoptedFleet]): string => `
  ${name}:
    kind: asg-blue-green
    source: { git: { connection: hub, repository: acme/${name} } }
    image: { base: { parameter: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 } }
    instances: { types: [t3.small], profile: ${fleet.profile}, securityGroups: [${fleet.securityGroup}] }
    ${second === undefined ? refreshed(fleet) : replaced(fleet, second)}
    environments: { test: {} }
`;

const replaced = ({ subnets, listenerRule, targetGroup }: RunningFleet, second: string): string => `
    fleet: { min: 2, max: 6, subnets: [${subnets.join(', ')}] }
    deploy: { traffic: [10, 50, 100], bake: 5m, hold: 20m, healthTimeout: 6h }
    service: { existing: { listenerRule: ${listenerRule}, targetGroups: [${targetGroup}, ${second}] } }`;

const refreshed = ({ name, subnets, targetGroup }: RunningFleet): string => `
    fleet: { min: 2, max: 6, group: ${name}, subnets: [${subnets.join(', ')}] }
    deploy: { strategy: refresh, bake: 5m, healthTimeout: 6h }
    service: { existing: { targetGroups: [${targetGroup}] } }`;

const PLAYBOOK = `- name: Make the image
  hosts: all
  tasks:
    - name: Say which version it is
      ansible.builtin.copy: { src: files/content.txt, dest: /etc/content.txt, mode: "0644" }
`;

/** A clone of the repository of a pipeline. */
export async function cloneFleet({ local }: DeployedApp, name: string): Promise<GitClone> {
  const folder = join(local.folder, 'team', name);
  const files = { 'playbook.yml': PLAYBOOK, 'files/content.txt': 'the first version\n' };
  for (const [file, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), content);
  }
  return GitClone.create(local.folder, folder, 'main', [`${local.url}/git/acme/${name}.git`]);
}
