import type { PipelineIdentity } from '../../handlers/contract/names';
import { identityOf } from '../config/identity';
import type { Ci, Environment, Pipeline, Uploads } from '../config/model';

/** Who outside AWS may upload to the sources of one account and region. */
export interface CiAccess {
  /** One for each pipeline whose uploads come from a CI. */
  readonly roles: readonly CiUploads[];
  /** Issuers of identity tokens that the account is to trust, each made in one region only: IAM knows no regions. */
  readonly identityProviders: readonly IdentityProvider[];
}

/** What the CI of one pipeline uploads. */
export interface CiUploads {
  readonly identity: PipelineIdentity;
  readonly ci: Ci;
  readonly source: Uploads;
}

/** An issuer of identity tokens, and whom these may be meant for. */
export interface IdentityProvider {
  readonly url: string;
  readonly audiences: readonly string[];
}

/**
 * Who may upload at a place.
 * @param pipelines all of the spec: in which region an identity provider is made depends on them all
 */
export function ciAccess(pipelines: readonly Pipeline[], { account, region }: Place): CiAccess {
  const inAccount = pipelines.filter(({ environment }) => environment.account === account);
  const here = (pipeline: Pipeline): boolean => pipeline.environment.region === region;
  const urls = new Set(inAccount.flatMap(uploadsOf).map(({ ci }) => ci.url));
  const usersOf = (url: string): Pipeline[] =>
    inAccount.filter((pipeline) => uploadsOf(pipeline).some(({ ci }) => ci.url === url));
  return {
    roles: inAccount.filter(here).flatMap(uploadsOf),
    identityProviders: [...urls]
      .filter((url) => usersOf(url).slice(0, 1).some(here))
      .flatMap((url) => identityProvider(url, usersOf(url).flatMap(uploadsOf))),
  };
}

type Place = Pick<Environment, 'account' | 'region'>;

function uploadsOf(pipeline: Pipeline): CiUploads[] {
  const { source } = pipeline;
  return source.from === 'uploads' && source.ci
    ? [{ identity: identityOf(pipeline), ci: source.ci, source }]
    : [];
}

/** What one pipeline says is there already is not made for another. */
function identityProvider(url: string, users: readonly CiUploads[]): IdentityProvider[] {
  if (users.some(({ ci }) => ci.existingIdentityProvider)) return [];
  return [{ url, audiences: [...new Set(users.map(({ ci }) => audienceOf(ci)))] }];
}

/**
 * Whom a CI's identity tokens are meant for: what `aws-actions/configure-aws-credentials` asks GitHub for, and what
 * GitLab's own guide has its jobs ask for.
 * https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 * https://docs.gitlab.com/ci/cloud_services/aws/
 */
export const audienceOf = ({ provider, url }: Ci): string =>
  provider === 'github' ? 'sts.amazonaws.com' : url;
