import fc from 'fast-check';
import type {
  EcsRelease,
  FleetRelease,
  RecordedRelease,
  ReleaseRecord,
} from '../../../handlers/contract/release-record';
import { nextRecord } from '../../../handlers/release-record/next-record';

/** Deployments that end one after the other, of a few task definitions, some of them made by an execution. */
const releases = fc
  .array(fc.record({ task: fc.integer({ min: 1, max: 3 }), byPipeline: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((drawn) =>
    drawn.map(
      ({ task, byPipeline }, index): EcsRelease => ({
        type: 'ecs',
        taskDefinition: `task:${task}`,
        images: { app: `image${task}` },
        deploymentId: `d-${index}`,
        pipelineExecutionId: byPipeline ? `e-${index}` : undefined,
        servingSince: new Date(Date.UTC(2026, 0, index + 1)).toISOString(),
        cause: byPipeline ? 'release' : 'manual',
      }),
    ),
  );

const recordOf = (all: readonly RecordedRelease[]) =>
  all.reduce<ReleaseRecord | undefined>((record, release) => nextRecord(record, release), undefined);

test('records that the last deployment serves', () => {
  fc.assert(
    fc.property(releases, (all) => {
      expect(recordOf(all)?.serving).toMatchObject({
        deploymentId: all.at(-1)?.deploymentId,
        taskDefinition: all.at(-1)?.taskDefinition,
      });
    }),
  );
});

test('keeps as previous the last other task definition', () => {
  fc.assert(
    fc.property(releases, (all) => {
      const serving = all.at(-1)?.taskDefinition;
      const other = all.findLast(({ taskDefinition }) => taskDefinition !== serving);
      expect((recordOf(all)?.previous as EcsRelease | undefined)?.taskDefinition).toBe(other?.taskDefinition);
    }),
  );
});

test('does not change when a deployment is recorded again, however late', () => {
  fc.assert(
    fc.property(releases, fc.nat(), (all, drawn) => {
      const again = all[drawn % all.length];
      const record = recordOf(all);
      expect(again && record && nextRecord(record, again)).toEqual(record);
    }),
  );
});

test('adds the execution when only the second recording knows it', () => {
  fc.assert(
    fc.property(releases, (all) => {
      const last = all.at(-1);
      if (!last) return;
      const known: RecordedRelease = { ...last, pipelineExecutionId: 'e-known', cause: 'release' };
      const before = all.slice(0, -1);
      const unknown: RecordedRelease = { ...last, pipelineExecutionId: undefined, cause: 'manual' };
      const record = recordOf([...before, unknown, known]);
      expect(record).toMatchObject({ serving: { pipelineExecutionId: 'e-known', cause: 'release' } });
      expect(record?.previous).toEqual(recordOf([...before, known])?.previous);
    }),
  );
});

const fleet = (group: string, version: string, more: Partial<FleetRelease> = {}): FleetRelease => ({
  type: 'asg',
  group,
  launchTemplate: { name: 'shop-fleet-prd', version },
  imageId: `ami-${version}`,
  pipelineExecutionId: `e-${group}`,
  servingSince: '2026-01-01T00:00:00.000Z',
  cause: 'release',
  ...more,
});

test('keeps as previous the last other launch template version of a fleet', () => {
  const record = recordOf([fleet('a-1', '1'), fleet('b-1', '2'), fleet('c-1', '2')]);
  expect(record).toMatchObject({ serving: { group: 'c-1' }, previous: { group: 'a-1' } });
});

test('knows the same group in another execution as a release of its own', () => {
  const back = fleet('a-1', '1', { pipelineExecutionId: 'e-back', cause: 'rollback' });
  const record = recordOf([fleet('a-1', '1'), fleet('b-1', '2'), back]);
  expect(record).toMatchObject({
    serving: { group: 'a-1', cause: 'rollback', pipelineExecutionId: 'e-back' },
    previous: { group: 'b-1' },
  });
  expect(record && nextRecord(record, back)).toEqual(record);
});
