import { Match, type Template } from 'aws-cdk-lib/assertions';
import { appOf, templateOf } from '../support/synthesized';

/** Two accounts, the first with two regions. */
const configWith = (pipelines: string): string => `
prefix: shop
environments:
  stg: { account: "111111111111", region: ap-northeast-1 }
  eu: { account: "111111111111", region: eu-west-1 }
  prd: { account: "222222222222", region: ap-northeast-1 }
pipelines:
${pipelines}`;

const uploading = (name: string, ci: string, environments = '{ stg: {}, eu: {}, prd: {} }'): string => `
  ${name}:
    kind: ecs-blue-green
    source:
      images: [{ ecr: ${name} }, { ecr: proxy, existing: true }]
      settings: { s3: "${name}-settings-{environment}", key: "{environment}/settings.zip" }
      ci: ${ci}
    environments: ${environments}`;

const GITLAB = '{ provider: gitlab, repository: acme/shop/web, branch: release/1 }';
const GITHUB = '{ provider: github, repository: acme/web }';

/** The sources stack of the only account and region, or of one of several. */
const sources = (yaml: string, accountRegion?: string): Template =>
  templateOf(appOf(yaml), accountRegion ? `shop-sources-${accountRegion}` : 'shop-sources');

const role = (template: Template, name: string): { trust: object; grants: object[] } => {
  const [found] = Object.values(template.findResources('AWS::IAM::Role', { Properties: { RoleName: name } }));
  const { AssumeRolePolicyDocument, Policies } = (found as { Properties: RoleProperties }).Properties;
  const [trust = {}] = AssumeRolePolicyDocument.Statement;
  return { trust, grants: Policies[0]?.PolicyDocument.Statement ?? [] };
};

interface RoleProperties {
  readonly AssumeRolePolicyDocument: { readonly Statement: object[] };
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: object[] } }[];
}

describe("the role of a team's CI", () => {
  const gitlab = sources(configWith(uploading('web', GITLAB, '{ stg: {} }')));
  const github = sources(configWith(uploading('web', GITHUB, '{ stg: {} }')));

  it('trusts GitLab’s jobs of one branch of one project', () => {
    expect(role(gitlab, 'shop-web-stg-ci').trust).toEqual({
      Effect: 'Allow',
      Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/gitlab.com' },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          'gitlab.com:aud': 'https://gitlab.com',
          'gitlab.com:sub': 'project_path:acme/shop/web:ref_type:branch:ref:release/1',
        },
      },
    });
  });

  it('trusts GitHub’s runs of one branch of one repository, with its numbers in the subject or without', () => {
    const host = 'token.actions.githubusercontent.com';
    expect(role(github, 'shop-web-stg-ci').trust).toMatchObject({
      Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${host}` },
      Condition: {
        StringEquals: {
          [`${host}:aud`]: 'sts.amazonaws.com',
          [`${host}:repository`]: 'acme/web',
          [`${host}:ref`]: 'refs/heads/main',
        },
        StringLike: {
          [`${host}:sub`]: ['repo:acme/web:ref:refs/heads/main', 'repo:acme@*/web@*:ref:refs/heads/main'],
        },
      },
    });
  });

  it('trusts a GitHub of one’s own by the subject alone, whose other claims AWS does not know', () => {
    const own = '{ provider: github, repository: acme/web, url: https://github.acme.com/_services/token }';
    const { trust } = role(sources(configWith(uploading('web', own, '{ stg: {} }'))), 'shop-web-stg-ci');
    expect(trust).toMatchObject({
      Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/github.acme.com/_services/token' },
      Condition: {
        StringEquals: {
          'github.acme.com/_services/token:aud': 'sts.amazonaws.com',
          'github.acme.com/_services/token:sub': 'repo:acme/web:ref:refs/heads/main',
        },
      },
    });
  });

  it('may push to the repositories of its pipeline and write its one object, no more', () => {
    const { grants } = role(gitlab, 'shop-web-stg-ci');
    expect(grants).toEqual([
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      {
        Effect: 'Allow',
        Action: expect.arrayContaining(['ecr:PutImage', 'ecr:UploadLayerPart']) as string[],
        Resource: [
          'arn:aws:ecr:ap-northeast-1:111111111111:repository/web',
          'arn:aws:ecr:ap-northeast-1:111111111111:repository/proxy',
        ],
      },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::web-settings-stg/stg/settings.zip' },
    ]);
  });

  it('is there where sources are all somebody else’s, too', () => {
    const existing = `
  web:
    kind: ecs-blue-green
    source:
      image: { ecr: web, existing: true }
      settings: { s3: web-settings, existing: true }
      ci: ${GITLAB}
    environments: { stg: {} }`;
    sources(configWith(existing)).resourceCountIs('AWS::IAM::Role', 1);
  });
});

describe('the identity provider', () => {
  const both = configWith(uploading('web', GITLAB) + uploading('api', GITLAB));

  it('is made once in an account, in the first region, and shared', () => {
    const first = sources(both, '111111111111-ap-northeast-1');
    first.resourceCountIs('AWS::IAM::OIDCProvider', 1);
    first.hasResourceProperties('AWS::IAM::OIDCProvider', {
      Url: 'https://gitlab.com',
      ClientIdList: ['https://gitlab.com'],
      ThumbprintList: Match.absent(),
    });
    first.resourcePropertiesCountIs('AWS::IAM::Role', { RoleName: Match.stringLikeRegexp('-ci$') }, 2);
    sources(both, '111111111111-eu-west-1').resourceCountIs('AWS::IAM::OIDCProvider', 0);
    sources(both, '222222222222-ap-northeast-1').resourceCountIs('AWS::IAM::OIDCProvider', 1);
  });

  it('comes before the roles that trust it', () => {
    sources(both, '111111111111-ap-northeast-1').hasResource('AWS::IAM::Role', {
      Properties: { RoleName: 'shop-api-stg-ci' },
      DependsOn: [Match.stringLikeRegexp('IdentityProvider')],
    });
  });

  it('is left alone where it is there already for one pipeline', () => {
    const there = GITLAB.replace(' }', ', existingIdentityProvider: true }');
    const template = sources(
      configWith(uploading('web', there) + uploading('api', GITLAB)),
      '222222222222-ap-northeast-1',
    );
    template.resourceCountIs('AWS::IAM::OIDCProvider', 0);
  });
});
