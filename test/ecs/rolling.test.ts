import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEcs } from '../../rehearsal/ecs/service';
import { startEndpoint, type TestEndpoint } from './support/endpoint';
import { openRoller, type Roller, web } from './support/roller';

const folder = mkdtempSync(join(tmpdir(), 'ecs-rolling-'));
let endpoint: TestEndpoint;
let roller: Roller;

beforeAll(async () => {
  endpoint = await startEndpoint(folder);
  endpoint.serve(createEcs(endpoint.world).service);
});

afterAll(async () => {
  await endpoint.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a service with ECS’s own controller', () => {
  it('comes to its desired count with its first deployment', async () => {
    roller = await openRoller(endpoint);
    expect(await roller.describe()).toMatchObject({ desiredCount: 2, runningCount: 0, pendingCount: 2 });
    expect(await roller.targets()).toEqual([]);
    const { id } = await roller.rollout('COMPLETED');
    expect(await roller.describe()).toMatchObject({
      runningCount: 2,
      pendingCount: 0,
      deployments: [{ id, status: 'PRIMARY', rolloutStateReason: `ECS deployment ${id} completed.` }],
    });
    expect(await roller.targets()).toHaveLength(2);
  });

  it('is rolled to another task definition, with other targets', async () => {
    const before = await roller.targets();
    const first = await roller.primary();
    const taskDefinition = await roller.register([web({ image: 'httpd' })]);
    const { deployments } = await roller.update({ taskDefinition });
    expect(deployments).toMatchObject([
      { status: 'PRIMARY', taskDefinition, rolloutState: 'IN_PROGRESS', desiredCount: 2 },
      { status: 'ACTIVE', id: first.id, runningCount: 2 },
    ]);
    await roller.rollout('COMPLETED');
    const after = await roller.describe();
    expect(after).toMatchObject({ taskDefinition, runningCount: 2, pendingCount: 0 });
    expect(after.deployments).toHaveLength(1);
    const targets = await roller.targets();
    expect(targets).toHaveLength(2);
    expect(targets.filter((target) => before.includes(target))).toEqual([]);
  });
});
