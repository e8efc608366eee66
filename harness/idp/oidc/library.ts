/**
 * The parts of oidc-provider that are used. Its own entry point does nothing else but print a warning where the
 * runtime is not a long-term release of Node, which is no news for somebody who tests an SP.
 */
export { Provider } from "oidc-provider/lib/provider.js";
export { CustomOIDCProviderError, SessionNotFound } from "oidc-provider/lib/helpers/errors.js";
export { Check, Prompt } from "oidc-provider/lib/helpers/interaction_policy/index.js";
