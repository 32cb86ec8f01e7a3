/** E-mail and password: on the sign-in page, in place of a screen, and after a session has ended. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { SignInDocument, type SignInMutation } from "@/api/generated/graphql";
import { useChange } from "@/api/operations";
import { announceSignIn } from "@/api/session";
import { Banner } from "@/design/Banner";
import { Button } from "@/design/Button";
import { Form } from "@/design/Form";
import { PageHeader } from "@/design/PageHeader";
import { PasswordField } from "@/design/PasswordField";
import { TextField } from "@/design/TextField";
import { useTroubleText } from "@/text/trouble";
import { homeOf } from "./audience";
import { paths } from "./paths";
import styles from "./SignInPanel.module.css";
import { useTitle } from "./useTitle";

type SignedIn = NonNullable<SignInMutation["signIn"]["user"]>;

/** `returnTo`: where to go afterwards; null: stay at this address. */
export function SignInPanel({ returnTo }: { returnTo: "home" | null }) {
  const { t } = useLingui();
  useTitle(t`Sign in`);
  const enter = (user: SignedIn) => {
    announceSignIn(user.id);
    // Loaded anew: nothing that a visitor was shown stays in memory.
    if (returnTo === "home") window.location.replace(homeOf(user.role));
    else window.location.reload();
  };
  return (
    <div className={styles.panel}>
      <PageHeader title={t`Sign in`} />
      <SignInForm onSignedIn={enter} />
      <ForgottenPassword />
      <p>
        <Trans>
          New here? <a href={paths.register}>Register your organisation</a>. It is free.
        </Trans>
      </p>
    </div>
  );
}

/** The two fields; wrong, then right works. `email` is filled in when it is known. */
export function SignInForm({
  email: knownEmail = "",
  onSignedIn,
}: {
  email?: string;
  onSignedIn: (user: SignedIn) => void;
}) {
  const { t } = useLingui();
  const [email, setEmail] = useState(knownEmail);
  const [password, setPassword] = useState("");
  const { refusal, isPending, submit } = useSignIn(onSignedIn);
  return (
    <Form onSubmit={() => submit(email, password)}>
      {refusal !== "" && (
        <Banner kind="danger" role="alert">
          {refusal}
        </Banner>
      )}
      <TextField
        label={t`E-mail`}
        name="email"
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
      />
      <PasswordField
        label={t`Password`}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
      <Button kind="primary" type="submit" isPending={isPending}>
        <Trans>Sign in</Trans>
      </Button>
    </Form>
  );
}

function useSignIn(onSignedIn: (user: SignedIn) => void) {
  const { t } = useLingui();
  const textOf = useTroubleText();
  const [signIn, isPending] = useChange(SignInDocument);
  const [refusal, setRefusal] = useState("");
  const submit = async (email: string, password: string) => {
    if (email.trim() === "" || password === "") {
      setRefusal(t`Enter your e-mail address and your password.`);
      return;
    }
    const { data, trouble } = await signIn({ input: { email, password } });
    const user = data?.signIn.user;
    if (user) onSignedIn(user);
    else setRefusal(trouble ? textOf(trouble) : (data.signIn.userErrors[0]?.message ?? ""));
  };
  return { refusal, isPending, submit };
}

/** A page of the server: it works where no script does. */
function ForgottenPassword() {
  return (
    <p>
      <a href="/reset-password">
        <Trans>Don’t remember your password?</Trans>
      </a>
    </p>
  );
}
