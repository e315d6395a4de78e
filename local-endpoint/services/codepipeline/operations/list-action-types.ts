import type { ActionType, ListActionTypesInput, ListActionTypesOutput } from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import type { ActionProvider, ArtifactCount } from '../providers/provider';
import { PROVIDERS } from '../providers/registry';
import { checked } from '../request';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListActionTypes.html, of what the local endpoint can do. */
export const listActionTypes =
  (): Operation<ListActionTypesInput, ListActionTypesOutput> => async (input) => {
    const { actionOwnerFilter: owner } = checked(input, [], {
      actionOwnerFilter: { among: ['AWS', 'ThirdParty', 'Custom'] },
    });
    return { actionTypes: PROVIDERS.filter(({ type }) => !owner || type.owner === owner).map(actionType) };
  };

const actionType = (provider: ActionProvider): ActionType => ({
  id: { ...provider.type },
  settings: {},
  actionConfigurationProperties: Object.entries(provider.configuration).map(([name, need]) => ({
    name,
    required: need === 'required',
    key: need === 'required',
    secret: false,
  })),
  inputArtifactDetails: counts(provider.inputArtifacts),
  outputArtifactDetails: counts(provider.outputArtifacts),
});

const counts = ({ minimum, maximum }: ArtifactCount) => ({ minimumCount: minimum, maximumCount: maximum });
