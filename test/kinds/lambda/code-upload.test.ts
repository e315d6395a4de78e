import { configText } from '../../support/configs';
import { appOf, templateOf } from '../../support/synthesized';
import { actionNames, actionOf, statementsOf } from '../../support/templates';

const app = appOf(
  configText(`  quotes:
    kind: lambda
    source: { code: { s3: "quotes-{environment}" }, ci: { provider: github, repository: acme/quotes } }
    functions: { api: { code: api, handler: index.handler, runtime: nodejs22.x } }
    environments: { stg: {}, prd: { approval: true } }`),
);
const stg = templateOf(app, 'shop-quotes-stg');

describe('a pipeline of code that is uploaded', () => {
  it('goes from the zip to versions, and builds nothing', () => {
    expect(actionNames(stg)).toEqual([
      'Source/Code',
      'Publish/PublishVersions',
      'Deploy/api',
      'Deploy/RecordVersions',
    ]);
    stg.resourceCountIs('AWS::CodeBuild::Project', 0);
    stg.resourceCountIs('AWS::IAM::Role', 1);
    expect(actionOf(stg, 'Code')).toMatchObject({
      Configuration: { S3Bucket: 'quotes-stg', S3ObjectKey: 'code.zip', PollForSourceChanges: 'false' },
    });
    expect(actionOf(stg, 'PublishVersions').InputArtifacts).toEqual([{ Name: 'code' }]);
  });

  it('is started by the upload, with the very version that it became', () => {
    stg.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        detail: { bucket: { name: ['quotes-stg'] }, object: { key: ['code.zip'] } },
      },
    });
  });

  it('reads that object alone', () => {
    const read = statementsOf(stg, 'shop-quotes-stg').filter(({ Resource }) =>
      JSON.stringify(Resource).includes('s3:::quotes-stg'),
    );
    expect(JSON.stringify(read)).toContain('quotes-stg/code.zip');
    expect(JSON.stringify(read)).not.toContain('s3:Put');
  });

  it('shows the version of the zip, and what differs, to whoever approves', () => {
    expect(actionOf(templateOf(app, 'shop-quotes-prd'), 'Approve').Configuration).toMatchObject({
      CustomData: expect.stringContaining(
        'code.zip is version #{Code.VersionId}: #{Versions.SUMMARY}',
      ) as string,
    });
  });

  it('has a versioned bucket, and a role with which the CI uploads that object and nothing else', () => {
    const sources = templateOf(app, 'shop-sources-111111111111-ap-northeast-1');
    sources.hasResourceProperties('AWS::S3::Bucket', {
      BucketName: 'quotes-stg',
      VersioningConfiguration: { Status: 'Enabled' },
    });
    const statements = statementsOf(sources, 'shop-quotes-stg-ci');
    expect(statements.map(({ Action }) => Action)).toEqual(['s3:PutObject']);
    expect(JSON.stringify(statements)).toContain('quotes-stg/code.zip');
  });
});
