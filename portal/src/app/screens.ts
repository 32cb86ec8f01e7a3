/** Which screen is at which address, for whom; each comes with its texts when it is needed. */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { needTexts } from "@/text/language";
import type { Audience } from "./audience";
import { demoPaths, paths } from "./paths";

export interface ScreenProps {
  /** The `:id` of the address; empty without one. */
  id: string;
}

export interface Screen {
  path: string;
  audience: Audience;
  Component: LazyExoticComponent<ComponentType<ScreenProps>>;
}

type Module = { default: ComponentType<ScreenProps> };

export const screens: readonly Screen[] = [
  screen(paths.landing, "everyone", "landing", () => import("@/screens/landing/LandingScreen")),
  screen(paths.signIn, "everyone", "sign-in", () => import("@/screens/sign-in/SignInScreen")),
  screen(paths.register, "everyone", "landing", () => import("@/screens/landing/RegisterScreen")),
  screen(
    paths.checkDocument,
    "everyone",
    "landing",
    () => import("@/screens/landing/CheckDocumentScreen"),
  ),
  screen(
    paths.sharedResults,
    "institution",
    "shared-results",
    () => import("@/screens/shared-results/SharedResultsScreen"),
  ),
  screen(
    paths.sharedResult,
    "institution",
    "result-details",
    () => import("@/screens/result-details/ResultDetailsScreen"),
  ),
  screen(
    paths.candidateSearch,
    "institution",
    "candidate-search",
    () => import("@/screens/candidate-search/CandidateSearchScreen"),
  ),
  screen(
    paths.downloads,
    "institution",
    "downloads",
    () => import("@/screens/downloads/DownloadsScreen"),
  ),
  screen(
    paths.organisation,
    "institution",
    "organisation",
    () => import("@/screens/organisation/OrganisationDetailsScreen"),
  ),
  screen(
    paths.users,
    "institution",
    "organisation",
    () => import("@/screens/organisation/UsersScreen"),
  ),
  screen(
    paths.api,
    "institution",
    "organisation",
    () => import("@/screens/organisation/ApiScreen"),
  ),
  screen(
    paths.recognisedExams,
    "institution",
    "organisation",
    () => import("@/screens/organisation/RecognisedExamsScreen"),
  ),
  screen(paths.webhooks, "primary", "webhooks", () => import("@/screens/webhooks/WebhooksScreen")),
  screen(paths.webhook, "primary", "webhooks", () => import("@/screens/webhooks/WebhookScreen")),
  screen(paths.profile, "user", "account", () => import("@/screens/account/ProfileScreen")),
  screen(
    paths.notifications,
    "institution",
    "account",
    () => import("@/screens/account/NotificationsScreen"),
  ),
  screen(
    paths.myResults,
    "candidate",
    "my-results",
    () => import("@/screens/my-results/MyResultsScreen"),
  ),
  screen(
    paths.shareResult,
    "candidate",
    "my-results",
    () => import("@/screens/my-results/ShareResultScreen"),
  ),
  screen(paths.help, "everyone", "help", () => import("@/screens/help/HelpScreen")),
  screen(paths.terms, "everyone", "help", () => import("@/screens/help/TermsScreen")),
  screen(paths.privacy, "everyone", "help", () => import("@/screens/help/PrivacyScreen")),
  screen(
    paths.accessibility,
    "everyone",
    "help",
    () => import("@/screens/help/AccessibilityScreen"),
  ),
  screen(paths.about, "everyone", "help", () => import("@/screens/help/AboutScreen")),
  screen(demoPaths.design, "everyone", "design", () => import("@/screens/design/DesignScreen")),
];

function screen(
  path: string,
  audience: Audience,
  texts: string,
  load: () => Promise<Module>,
): Screen {
  const withTexts = async () => (await Promise.all([load(), needTexts(texts)]))[0];
  return { path, audience, Component: lazy(withTexts) };
}
