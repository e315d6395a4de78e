import { CfnOIDCProvider, type CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ciRoleName, pipelineName } from '../../handlers/contract/names';
import type { Arns } from '../pipeline/arns';
import type { Grant, Trust } from '../pipeline/grant';
import { inlineRole } from '../pipeline/role';
import { audienceOf, type CiAccess, type CiUploads, type IdentityProvider } from './ci-access';
import type { Ci } from './config/uploads-model';

/** The roles with which teams upload, and the identity providers whose tokens they accept. */
export function allowUploads(scope: Construct, { roles, identityProviders }: CiAccess, arns: Arns): void {
  const providers = identityProviders.map((provider) => trustedIssuer(scope, provider));
  for (const uploads of roles) {
    const role = uploadRole(scope, uploads, arns);
    for (const provider of providers) role.addResourceDependency(provider);
  }
}

/**
 * No thumbprints: IAM checks the issuer's certificate against the authorities it trusts itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html
 */
function trustedIssuer(scope: Construct, { url, audiences }: IdentityProvider): CfnOIDCProvider {
  return new CfnOIDCProvider(scope, `IdentityProvider-${hostOf(url)}`, {
    url,
    clientIdList: [...audiences],
  });
}

function uploadRole(scope: Construct, uploads: CiUploads, arns: Arns): CfnRole {
  return inlineRole(scope, `Ci-${pipelineName(uploads.identity)}`, {
    roleName: ciRoleName(uploads.identity),
    trusts: [trustIn(uploads.ci, arns)],
    grants: grants(uploads, arns),
  });
}

function trustIn(ci: Ci, arns: Arns): Trust {
  const host = hostOf(ci.url);
  const conditions = { StringEquals: { [`${host}:aud`]: audienceOf(ci) } };
  return {
    principal: { Federated: arns.identityProvider(host) },
    conditions: ci.provider === 'gitlab' ? gitlab(ci, host, conditions) : github(ci, host, conditions),
  };
}

type Conditions = { readonly StringEquals: Readonly<Record<string, string>> };

/**
 * A job of the branch; those of merge requests run under other names.
 * https://docs.gitlab.com/ci/secrets/id_token_authentication/#token-payload
 */
function gitlab({ repository, branch }: Ci, host: string, { StringEquals }: Conditions): Trust['conditions'] {
  const sub = `project_path:${repository}:ref_type:branch:ref:${branch}`;
  return { StringEquals: { ...StringEquals, [`${host}:sub`]: sub } };
}

/**
 * A workflow run of the branch. The subject of repositories made, renamed or moved since July 2026 has the numbers of
 * owner and repository in it, `repo:owner@1/name@2:…`, which nobody who writes a config knows; so they may be any, while the
 * claims `repository` and `ref`, which AWS knows of github.com alone, must be exactly these.
 * https://docs.github.com/en/actions/reference/security/oidc
 * https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
function github(
  { repository, branch, url }: Ci,
  host: string,
  { StringEquals }: Conditions,
): Trust['conditions'] {
  const ref = `refs/heads/${branch}`;
  const sub = `repo:${repository}:ref:${ref}`;
  if (url !== GITHUB) return { StringEquals: { ...StringEquals, [`${host}:sub`]: sub } };
  const numbered = `repo:${repository.replace('/', '@*/')}@*:ref:${ref}`;
  return {
    StringEquals: { ...StringEquals, [`${host}:repository`]: repository, [`${host}:ref`]: ref },
    StringLike: { [`${host}:sub`]: [sub, numbered] },
  };
}

const GITHUB = 'https://token.actions.githubusercontent.com';

/**
 * What `docker push` and `aws s3 cp` of a small file need, and nothing else.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
function grants({ repositories, objects }: CiUploads, arns: Arns): Grant[] {
  return [
    ...(repositories.length ? pushImages(repositories, arns) : []),
    ...(objects.length
      ? [
          {
            actions: ['s3:PutObject'],
            resources: objects.map(({ bucket, key }) => arns.object(bucket, key)),
          },
        ]
      : []),
  ];
}

function pushImages(repositories: readonly string[], arns: Arns): Grant[] {
  return [
    {
      actions: ['ecr:GetAuthorizationToken'],
      resources: ['*'],
      because: 'The password is that of the whole registry, and the action takes no resource.',
    },
    {
      actions: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
      resources: repositories.map((repository) => arns.repository(repository)),
    },
  ];
}

/** A provider's ARN and condition keys name it without `https://`. */
const hostOf = (url: string): string => url.replace(/^https:\/\//, '');
