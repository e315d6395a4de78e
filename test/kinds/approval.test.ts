import { OWNED_PIPELINE, spec } from '../support/specs';
import { appOf, templateOf } from '../support/synthesized';
import { actionNames, actionOf, statementsOf } from '../support/templates';

const app = appOf(spec(OWNED_PIPELINE));

test('a pipeline waits for an approval only where the environment asks for one', () => {
  expect(actionNames(templateOf(app, 'shop-web-stg'))).not.toContain('Approval/Approve');
  expect(actionNames(templateOf(app, 'shop-web-prd'))).toContain('Approval/Approve');
});

test('whoever approves is told which digest and which settings are about to go live', () => {
  const template = templateOf(app, 'shop-web-prd');
  expect(actionOf(template, 'Approve').Configuration).toEqual({
    NotificationArn: 'arn:aws:sns:eu-west-1:222222222222:shop-foundation-prd-notifications',
    CustomData:
      'image web:latest is #{Image.ImageDigest}; settings settings.zip is version #{Settings.VersionId}',
  });
  expect(statementsOf(template, 'shop-web-prd', 'sns:Publish')).toHaveLength(1);
});

test('names too long for what CodePipeline takes give way to those of the source actions', () => {
  const images = [1, 2, 3, 4].map((number) => `{ ecr: ${'long/'.repeat(40)}image-${number} }`).join(', ');
  const pipeline = `  web:
    kind: ecs-blue-green
    source: { images: [${images}], settings: { s3: web-settings, key: ${'folder/'.repeat(100)}settings.zip } }
    environments: { prd: { approval: true } }`;
  const template = templateOf(appOf(spec(pipeline)), 'shop-web-prd');
  const told = actionOf(template, 'Approve').Configuration?.CustomData ?? '';
  expect(told).toMatch(
    /^Image1 is #\{Image1\.ImageDigest\}; .*; Settings is version #\{Settings\.VersionId\}$/,
  );
  expect(told.length).toBeLessThanOrEqual(1000);
});
