import { publishing } from '../harness/publishing';
import { versionsHarness } from '../harness/versions-harness';

const harness = versionsHarness();
const { publish } = publishing(harness);

const built = () => harness.artifact({ 'dist/api/index.py': 'def handler(event, context): return 1' });

const snapStartOf = async (version: string) => (await harness.configuration('api', version)).SnapStart;

test('a version starts from a snapshot where the settings say so, and the one before it does not', async () => {
  await harness.configure({ api: { runtime: 'python3.13' } });
  await publish(await built());
  await harness.moveAlias('api', '2');
  await harness.configure({ api: { snapStart: true } });
  expect(await publish(await built(), 'e2')).toEqual({
    ...{ api: '3', SUMMARY: 'api 3 (serves 2): configuration SnapStart' },
  });
  expect(await snapStartOf('2')).toEqual({ ApplyOn: 'None', OptimizationStatus: 'Off' });
  expect(await snapStartOf('3')).toEqual({ ApplyOn: 'PublishedVersions', OptimizationStatus: 'On' });
  await harness.moveAlias('api', '3');
  expect((await publish(await built(), 'e3')).SUMMARY).toBe('api 3: unchanged');
});

test('a release takes it away again, but not from an existing function of which the settings say nothing', async () => {
  await harness.configure({ api: { runtime: 'python3.13', snapStart: true } });
  await publish(await built());
  await harness.configure({ api: { existing: true, snapStart: undefined } });
  expect((await publish(await built(), 'e2')).api).toBe('2');
  await harness.configure({ api: { existing: false } });
  expect((await publish(await built(), 'e3')).api).toBe('3');
  expect(await snapStartOf('3')).toMatchObject({ ApplyOn: 'None' });
});
