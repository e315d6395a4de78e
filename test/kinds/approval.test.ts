import { CHECKED_PIPELINE, OWNED_PIPELINE, ROLLING_PIPELINE, configText } from '../support/configs';
import { appOf, templateOf } from '../support/synthesized';
import { actionNames, actionOf, statementsOf } from '../support/templates';

const app = appOf(configText(OWNED_PIPELINE));

test('a pipeline waits for an approval only where the environment asks for one', () => {
  expect(actionNames(templateOf(app, 'shop-web-stg'))).not.toContain('Approval/Approve');
  expect(actionNames(templateOf(app, 'shop-web-prd'))).toContain('Approval/Approve');
});

test('whoever approves is shown which digest and which settings are about to go live', () => {
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
  const shown = actionOf(template, 'Approve').Configuration?.CustomData ?? '';
  expect(shown).toMatch(
    /^Image1 is #\{Image1\.ImageDigest\}; .*; Settings is version #\{Settings\.VersionId\}$/,
  );
  expect(shown.length).toBeLessThanOrEqual(1000);
});

describe('whoever approves a commit', () => {
  const exporting = (names: readonly string[]) =>
    CHECKED_PIPELINE.replace('exports: [VERSION]', `exports: [${names.join(', ')}]`);
  const commits = appOf(configText(`${ROLLING_PIPELINE}\n${CHECKED_PIPELINE}`));
  const approvalOf = (stack: string, from = commits) =>
    actionOf(templateOf(from, stack), 'Approve').Configuration;

  it('shows its repository, branch and id, and what the build exported', () => {
    expect(approvalOf('shop-shop-stg').CustomData).toBe(
      'shop, branch #{Source.BranchName}, is at commit #{Source.CommitId}; VERSION is #{Build.VERSION}',
    );
  });

  it('shows the digests of the images that the factory’s own buildspec pushes', () => {
    expect(approvalOf('shop-web-prd').CustomData).toMatch(/; WEB_DIGEST is #\{Build\.WEB_DIGEST\}$/);
  });

  it('shows no branch where a tag starts the release', () => {
    const tagged = ROLLING_PIPELINE.replace('acme/web', 'acme/web, push: { tags: ["v*"] }');
    expect(approvalOf('shop-web-prd', appOf(configText(tagged))).CustomData).toMatch(
      /^acme\/web is at commit/,
    );
  });

  it.each(['push: { branches: [main, release/1] }', 'push: { tags: ["v*"] }'])(
    'shows no branch where CodeCommit would name its configured one whatever was pushed: %s',
    (push) => {
      const pushed = CHECKED_PIPELINE.replace('repository: shop', `repository: shop, ${push}`);
      expect(approvalOf('shop-shop-stg', appOf(configText(pushed))).CustomData).toMatch(/^shop is at commit/);
    },
  );

  it('does not show its message, which can be longer than what CodePipeline takes, but a link to it', () => {
    const shown = approvalOf('shop-web-prd');
    expect(JSON.stringify(shown)).not.toContain('CommitMessage');
    expect(shown.ExternalEntityLink).toBe('https://github.com/acme/web/commit/#{Source.CommitId}');
  });

  it('gets no link where the address of the repository does not follow from the config', () => {
    expect(approvalOf('shop-shop-stg')).not.toHaveProperty('ExternalEntityLink');
  });

  it('shows as many exported variables as fit with a hash for each, and how many there are beside', () => {
    const names = Array.from({ length: 10 }, (_, index) => `A_VARIABLE_WITH_A_LONG_NAME_${index}`);
    const text = approvalOf('shop-shop-stg', appOf(configText(exporting(names)))).CustomData ?? '';
    const shown = names.filter((name) => text.includes(`#{Build.${name}}`));
    expect(shown).toEqual(names.slice(0, shown.length));
    expect(text).toMatch(new RegExp(`; ${names.length - shown.length} more exported by the build$`));
    const values = { BranchName: 255, CommitId: 40 } as const;
    const resolved = text.replaceAll(/#\{\w+\.(\w+)\}/g, (_, name: string) =>
      'x'.repeat(values[name as keyof typeof values] ?? 64),
    );
    expect(resolved.length).toBeLessThanOrEqual(1000);
  });
});
