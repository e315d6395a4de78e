import type {
  AliasConfiguration,
  GetAliasRequest,
  ListAliasesRequest,
  ListAliasesResponse,
  UpdateAliasRequest,
} from '@aws-sdk/client-lambda';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import { aliasOf, functionOf, LATEST, newRevision, requireRevision, versionOf } from './find';
import type { AliasRecord } from './model';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html */
export function getAlias(
  simulated: SimulatedAccount,
  { FunctionName, Name = '' }: GetAliasRequest,
): AliasConfiguration {
  return shown(Name, aliasOf(functionOf(simulated, FunctionName), Name));
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html */
export function listAliases(
  simulated: SimulatedAccount,
  { FunctionName }: ListAliasesRequest,
): ListAliasesResponse {
  const { aliases } = functionOf(simulated, FunctionName);
  return { Aliases: Object.entries(aliases).map(([name, alias]) => shown(name, alias)) };
}

/** What is not given stays as it is. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html */
export function updateAlias(
  simulated: SimulatedAccount,
  { FunctionName, Name = '', FunctionVersion, RoutingConfig, RevisionId }: UpdateAliasRequest,
): AliasConfiguration {
  const found = functionOf(simulated, FunctionName);
  const alias = aliasOf(found, Name);
  requireRevision(RevisionId, alias);
  const version = FunctionVersion ?? alias.version;
  const weights = { ...(RoutingConfig ? RoutingConfig.AdditionalVersionWeights : alias.weights) };
  requireRouting(version, weights);
  for (const named of [version, ...Object.keys(weights)]) versionOf({ ...found, aliases: {} }, named);
  Object.assign(alias, { version, weights, revision: newRevision(simulated) });
  return shown(Name, alias);
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html */
function requireRouting(version: string, weights: Readonly<Record<string, number>>): void {
  const [further, ...others] = Object.entries(weights);
  if (!further) return;
  const isRight =
    others.length === 0 &&
    version !== LATEST &&
    further[0] !== LATEST &&
    further[0] !== version &&
    further[1] >= 0 &&
    further[1] <= 1;
  if (!isRight)
    throw new ServiceError(
      'InvalidParameterValueException',
      `AdditionalVersionWeights must have one other published version with 0 to 1, got: ${JSON.stringify(weights)}`,
    );
}

const shown = (Name: string, { version, weights, revision }: AliasRecord): AliasConfiguration => ({
  ...{ Name, FunctionVersion: version, RevisionId: revision },
  ...(Object.keys(weights).length > 0 && { RoutingConfig: { AdditionalVersionWeights: { ...weights } } }),
});
