import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GitClone } from '../../../rehearsal/git/clone';
import { type Fleet, readFleet, servingGroup } from '../../../rehearsal/fleet-from-commits/fleet';
import { describeFleetPipeline } from '../../../rehearsal/fleet-from-commits/pipeline';
import { listDeclarations } from '../../../rehearsal/pipeline/deployed-pipeline';
import { ACCOUNT, type DeployedApp, REGION } from './deployed-app';

/** The pipeline of these tests: none of its names occurs in the product's own examples. */
export const MACHINES = 'acme-machines-test';

/** The config of that one pipeline, with variations. */
export const machinesConfig = ({ max = 6, bake = '5m' } = {}): string => `
prefix: acme
environments: { test: { account: "${ACCOUNT}", region: ${REGION} } }
connections: { hub: { provider: GitHub } }
pipelines:
  machines:
    kind: asg-blue-green
    source: { git: { connection: hub, repository: acme/machines } }
    image: { base: { parameter: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 } }
    instances: { types: [t3.small] }
    fleet: { min: 2, max: ${max} }
    deploy: { traffic: [10, 50, 100], bake: ${bake}, hold: 10m, healthTimeout: 6h }
    service: { port: 3000 }
    environments: { test: {} }
`;

const PLAYBOOK = `- name: Make the image
  hosts: all
  tasks:
    - name: Say which version it is
      ansible.builtin.copy: { src: files/content.txt, dest: /etc/content.txt, mode: "0644" }
`;

/** A clone of `acme/machines`. */
export async function cloneMachines({ local }: DeployedApp): Promise<GitClone> {
  const folder = join(local.folder, 'team', 'machines');
  const files = { 'playbook.yml': PLAYBOOK, 'files/content.txt': 'the first version\n' };
  for (const [file, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), content);
  }
  return GitClone.create(local.folder, folder, 'main', [`${local.url}/git/acme/machines.git`]);
}

/** The groups and the traffic of the pipeline, as AWS shows them. */
export async function machines({ clients, local }: DeployedApp): Promise<Fleet> {
  const [declaration] = await listDeclarations(clients);
  const options = { applicationsFolder: join(local.folder, 'team') };
  const pipeline = declaration && (await describeFleetPipeline(clients, declaration, options));
  if (!pipeline || 'reason' in pipeline)
    throw new Error(`${MACHINES} must be a fleet, got: another pipeline`);
  return readFleet(pipeline);
}

/** Waits until one group serves alone, at its minimum of two. @returns its name */
export function atRest(app: DeployedApp): Promise<string> {
  return app.until('The rest of the fleet', async () => {
    const fleet = await machines(app);
    const group = servingGroup(fleet);
    const rests =
      fleet.groups.length === 1 && group?.weight === 100 && group.minimum === 2 && group.healthy === 2;
    return rests && group.raisedFrom === undefined ? group.name : undefined;
  });
}
