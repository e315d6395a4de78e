import { CHECKED_PIPELINE, OWNED_PIPELINE, ROLLING_PIPELINE, configText } from '../support/configs';
import { appOf, templateOf } from '../support/synthesized';
import { actionNames, actionOf, statementsOf } from '../support/templates';

const app = appOf(configText(OWNED_PIPELINE));

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
  const template = templateOf(appOf(configText(pipeline)), 'shop-web-prd');
  const told = actionOf(template, 'Approve').Configuration?.CustomData ?? '';
  expect(told).toMatch(
    /^Image1 is #\{Image1\.ImageDigest\}; .*; Settings is version #\{Settings\.VersionId\}$/,
  );
  expect(told.length).toBeLessThanOrEqual(1000);
});

describe('whoever approves a commit', () => {
  const exporting = (names: readonly string[]) =>
    CHECKED_PIPELINE.replace('exports: [VERSION]', `exports: [${names.join(', ')}]`);
  const commits = appOf(configText(`${ROLLING_PIPELINE}\n${CHECKED_PIPELINE}`));
  const toldAbout = (stack: string, from = commits) =>
    actionOf(templateOf(from, stack), 'Approve').Configuration;

  it('is told its repository, branch and id, and what the build exported', () => {
    expect(toldAbout('shop-shop-stg').CustomData).toBe(
      'shop, branch #{Source.BranchName}, is at commit #{Source.CommitId}; VERSION is #{Build.VERSION}',
    );
  });

  it('is told no branch where a tag starts the release', () => {
    const tagged = ROLLING_PIPELINE.replace('acme/web', 'acme/web, push: { tags: ["v*"] }');
    expect(toldAbout('shop-web-prd', appOf(configText(tagged))).CustomData).toMatch(
      /^acme\/web is at commit/,
    );
  });

  it.each(['push: { branches: [main, release/1] }', 'push: { tags: ["v*"] }'])(
    'is told no branch where CodeCommit would tell its configured one whatever was pushed: %s',
    (push) => {
      const pushed = CHECKED_PIPELINE.replace('repository: shop', `repository: shop, ${push}`);
      expect(toldAbout('shop-shop-stg', appOf(configText(pushed))).CustomData).toMatch(/^shop is at commit/);
    },
  );

  it('is not told its message, which can be longer than what CodePipeline takes, but where to read it', () => {
    const told = toldAbout('shop-web-prd');
    expect(JSON.stringify(told)).not.toContain('CommitMessage');
    expect(told.ExternalEntityLink).toBe('https://github.com/acme/web/commit/#{Source.CommitId}');
  });

  it('gets no link where the spec does not tell the address of the repository', () => {
    expect(toldAbout('shop-shop-stg')).not.toHaveProperty('ExternalEntityLink');
  });

  it('is told as many exported variables as fit with a hash for each, and how many there are beside', () => {
    const names = Array.from({ length: 10 }, (_, index) => `A_VARIABLE_WITH_A_LONG_NAME_${index}`);
    const told = toldAbout('shop-shop-stg', appOf(configText(exporting(names)))).CustomData ?? '';
    const shown = names.filter((name) => told.includes(`#{Build.${name}}`));
    expect(shown).toEqual(names.slice(0, shown.length));
    expect(told).toMatch(new RegExp(`; ${names.length - shown.length} more exported by the build$`));
    const values = { BranchName: 255, CommitId: 40 } as const;
    const resolved = told.replaceAll(/#\{\w+\.(\w+)\}/g, (_, name: string) =>
      'x'.repeat(values[name as keyof typeof values] ?? 64),
    );
    expect(resolved.length).toBeLessThanOrEqual(1000);
  });
});
