// Only a script can open the browser's own dialog for passkeys.
"use strict";

async function asked(form) {
  const sent = { method: "POST", body: new URLSearchParams(new FormData(form)) };
  const answer = await fetch(form.dataset.options, sent);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function confirmed(form) {
  const options = await asked(form);
  if (form.dataset.passkey === "make") {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey });
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return navigator.credentials.get({ publicKey });
}

function prepare(form) {
  const trouble = form.querySelector("[data-trouble]");
  form.hidden = false;
  document.getElementById(form.dataset.instead).hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    try {
      form.elements.answer.value = JSON.stringify(await confirmed(form));
    } catch {
      trouble.hidden = false;
      return;
    }
    form.submit();
  });
}

if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  document.querySelectorAll("form[data-passkey]").forEach(prepare);
}
