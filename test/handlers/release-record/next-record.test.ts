import fc from 'fast-check';
import type { RecordedRelease, ReleaseRecord } from '../../../handlers/contract/release-record';
import { nextRecord } from '../../../handlers/release-record/next-record';

/** Deployments that end one after the other, of a few task definitions, some of them made by an execution. */
const releases = fc
  .array(fc.record({ task: fc.integer({ min: 1, max: 3 }), byPipeline: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((drawn) =>
    drawn.map(
      ({ task, byPipeline }, index): RecordedRelease => ({
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
      expect(recordOf(all)?.previous?.taskDefinition).toBe(other?.taskDefinition);
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
